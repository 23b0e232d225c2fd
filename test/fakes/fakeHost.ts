import type {
  Channel,
  ChannelListener,
  Host,
  HostTheme,
} from '../../plugin/webui/src/host/host.ts';

/** A host for tests: the test is the other end. */
export class FakeHost implements Host {
  readonly kind: 'browser' | 'ide';
  readonly initializes: boolean;
  /** What the page has sent. */
  readonly sent: string[] = [];
  private listener: ChannelListener | undefined;
  private themeListener: ((theme: HostTheme) => void) | undefined;

  constructor(kind: 'browser' | 'ide' = 'browser') {
    this.kind = kind;
    this.initializes = kind === 'browser';
  }

  async open(listener: ChannelListener): Promise<Channel> {
    this.listener = listener;
    return {
      send: (json) => {
        if (this.listener !== listener) return;
        this.sent.push(json);
      },
      close: () => {
        if (this.listener === listener) this.listener = undefined;
      },
    };
  }

  onTheme(listener: (theme: HostTheme) => void): void {
    this.themeListener = listener;
  }

  /** Sends to the page. */
  deliver(json: string): void {
    this.listener?.onMessage(json);
  }

  /** Cuts the channel. */
  cut(): void {
    const listener = this.listener;
    this.listener = undefined;
    listener?.onClosed();
  }

  show(theme: HostTheme): void {
    this.themeListener?.(theme);
  }
}
