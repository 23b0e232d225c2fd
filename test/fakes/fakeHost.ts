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
  /** The messages that the page has sent. */
  readonly sent: string[] = [];
  /** The result of a request by its method; a request without one stays open. */
  results: Readonly<Record<string, unknown>> = {};
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
        this.answer(JSON.parse(json) as { id?: number; method?: string });
      },
      close: () => {
        if (this.listener === listener) this.listener = undefined;
      },
    };
  }

  onTheme(listener: (theme: HostTheme) => void): void {
    this.themeListener = listener;
  }

  /** The methods of the requests that the page has sent, in their order. */
  get requests(): string[] {
    const messages = this.sent.map((json) => JSON.parse(json) as { id?: number; method?: string });
    return messages.flatMap(({ id, method }) => (id === undefined ? [] : (method ?? [])));
  }

  /** Sends a notification to the page. */
  notify(method: string, params: unknown): void {
    this.deliver(JSON.stringify({ jsonrpc: '2.0', method, params }));
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

  private answer({ id, method = '' }: { id?: number; method?: string }): void {
    if (id === undefined || !(method in this.results)) return;
    const reply = JSON.stringify({ jsonrpc: '2.0', id, result: this.results[method] });
    queueMicrotask(() => this.deliver(reply));
  }
}
