/**
 * The seam between the page and what carries it. Everything that differs between a browser, an IDE
 * and a test stands behind it; the page above sends and gets whole JSON-RPC messages as JSON text.
 */
export interface Host {
  readonly kind: 'browser' | 'ide';

  /**
   * Whether the page says `initialize` itself. In an IDE the plugin has said it, once, for all
   * pages.
   */
  readonly initializes: boolean;

  /**
   * Opens a channel to the sidecar. May be called again after the channel was closed.
   *
   * @throws {HostRefusedError} when trying again cannot help.
   */
  open(listener: ChannelListener): Promise<Channel>;

  /** A link that opens another window on the same sidecar. Absent where the host has its own way. */
  newLink?(): Promise<string>;

  /** Tells of the host's looks, now and whenever they change. A host without any never calls. */
  onTheme(listener: (theme: HostTheme) => void): void;
}

/** A way to the sidecar, open until `onClosed`. */
export interface Channel {
  /** Sends one message. After `onClosed` it is lost without a word. */
  send(json: string): void;
  /** Closes it; `onClosed` is not called for that. */
  close(): void;
}

/** Who listens to a channel. Messages come in the order in which they were sent. */
export interface ChannelListener {
  onMessage(json: string): void;
  /** Once, when it is cut from outside. */
  onClosed(): void;
}

/** How the host looks. */
export interface HostTheme {
  /** CSS custom properties for the root element, by name: `--background`, … */
  readonly variables: Readonly<Record<string, string>>;
  readonly dark: boolean;
  readonly highContrast: boolean;
  /** 1 is the page's own size. */
  readonly zoom?: number;
  /** BCP 47. */
  readonly locale?: string;
}

/** The host does not let this page in: its link was used, or its session has ended. */
export class HostRefusedError extends Error {
  override readonly name = 'HostRefusedError';
}
