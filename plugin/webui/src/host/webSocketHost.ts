import { type Channel, type ChannelListener, type Host, HostRefusedError } from './host.ts';

/** Where the session's secret is stored; not in a cookie, which all ports of a host share. */
const SECRET_KEY = 'condenser.session';

/** The WebSocket's close code for an unknown or expired session. */
const CLOSE_REFUSED = 4401;

/** The browser APIs that the host uses. */
export interface BrowserParts {
  /** The page's address, with a one-time token in its fragment. */
  readonly address: URL;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly fetch: typeof fetch;
  readonly WebSocket: typeof WebSocket;
  /** Takes the token out of the address bar and the history. */
  replaceAddress(address: string): void;
}

/** `condenser web`: the sidecar behind a WebSocket of the page's own origin. */
export class WebSocketHost implements Host {
  readonly kind = 'browser';
  readonly initializes = true;
  private readonly parts: BrowserParts;
  private exchanging: Promise<string> | undefined;

  constructor(parts: BrowserParts) {
    this.parts = parts;
  }

  async open(listener: ChannelListener): Promise<Channel> {
    const secret = await this.secret();
    const address = new URL('rpc', this.parts.address);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.hash = '';
    const socket = new this.parts.WebSocket(address.href);
    await opened(socket, secret);
    let closed = false;
    socket.onmessage = (event) => {
      if (!closed) listener.onMessage(String(event.data));
    };
    socket.onclose = () => {
      if (!closed) listener.onClosed();
    };
    return {
      send: (json) => {
        if (socket.readyState === socket.OPEN) socket.send(json);
      },
      close: () => {
        closed = true;
        socket.close();
      },
    };
  }

  /** A link for another window; it works once, like the first one. */
  async newLink(): Promise<string> {
    const secret = await this.secret();
    const response = await this.post('link', { secret });
    if (!response.ok) throw new HostRefusedError(`no link (${response.status})`);
    return ((await response.json()) as { link: string }).link;
  }

  /** A browser has media queries for its theme. */
  onTheme(): void {}

  /** Exchanges the one-time token of the address once; then the session's secret is used. */
  private secret(): Promise<string> {
    const { address, storage } = this.parts;
    const token = new URLSearchParams(address.hash.slice(1)).get('token');
    if (token !== null) {
      this.exchanging ??= this.exchange(token);
      return this.exchanging;
    }
    const kept = storage.getItem(SECRET_KEY);
    if (kept === null) return Promise.reject(new HostRefusedError('no token'));
    return Promise.resolve(kept);
  }

  private post(path: string, body: object): Promise<Response> {
    return this.parts.fetch(new URL(path, this.parts.address), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async exchange(token: string): Promise<string> {
    const { address, storage } = this.parts;
    // Removed from the address before anything else can fail.
    this.parts.replaceAddress(address.pathname + address.search);
    const response = await this.post('session', { token });
    if (!response.ok) {
      const kept = storage.getItem(SECRET_KEY);
      if (kept !== null) return kept;
      throw new HostRefusedError(`the token was refused (${response.status})`);
    }
    const { secret } = (await response.json()) as { secret: string };
    storage.setItem(SECRET_KEY, secret);
    return secret;
  }
}

/** Sends the secret as the first message. Resolves when the server has accepted it. */
function opened(socket: WebSocket, secret: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.onopen = () => socket.send(JSON.stringify({ secret }));
    socket.onmessage = () => resolve();
    socket.onclose = ({ code }) => {
      const refused = code === CLOSE_REFUSED;
      reject(refused ? new HostRefusedError('the session is not known') : new Error('closed'));
    };
  });
}
