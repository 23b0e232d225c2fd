/**
 * The host of the page: a browser, an IDE or a test. It carries whole JSON-RPC messages as JSON text.
 */
export interface Host {
  readonly kind: 'browser' | 'ide';

  /**
   * Whether the page sends `initialize`. In an IDE the plugin has sent it once for all pages.
   */
  readonly initializes: boolean;

  /**
   * Opens a channel to the sidecar. May be called again after the channel was closed.
   *
   * @throws {HostRefusedError} when trying again cannot help.
   */
  open(listener: ChannelListener): Promise<Channel>;

  /** A link that opens another window on the same sidecar. Absent where the host opens windows itself. */
  newLink?(): Promise<string>;

  /** Calls the listener with the host's theme, now and on every change. A browser has none. */
  onTheme(listener: (theme: HostTheme) => void): void;
}

/** A channel to the sidecar, open until `onClosed`. */
export interface Channel {
  /** Sends one message. After `onClosed` it is dropped. */
  send(json: string): void;
  /** Closes it; `onClosed` is not called for that. */
  close(): void;
}

/** The listener of a channel. Messages arrive in the order in which they were sent. */
export interface ChannelListener {
  onMessage(json: string): void;
  /** Called once, when the other end closes the channel. */
  onClosed(): void;
}

/** The theme of the host. */
export interface HostTheme {
  /** CSS custom properties for the root element, by name: `--background`, … */
  readonly variables: Readonly<Record<string, string>>;
  readonly dark: boolean;
  readonly highContrast: boolean;
  /** A factor; 1 is the default size. */
  readonly zoom?: number;
  /** BCP 47. */
  readonly locale?: string;
}

/** The host denies access to this page: its link was used, or its session has ended. */
export class HostRefusedError extends Error {
  override readonly name = 'HostRefusedError';
}
