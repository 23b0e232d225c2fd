/** Counts outgoing requests by host and path. Does not see their bodies. */
export class EgressCount {
  readonly since: Date;
  private readonly byHost = new Map<string, number>();
  private readonly byPath = new Map<string, number>();
  private all = 0;

  constructor(since: Date) {
    this.since = since;
  }

  /** Counts a request before its first byte is sent. */
  note(method: string, url: string): void {
    // A request to an invalid URL is never sent.
    if (!URL.canParse(url)) return;
    const { origin, pathname } = new URL(url);
    this.all += 1;
    add(this.byHost, origin);
    // The checksum would identify a file of the user.
    add(this.byPath, `${method} ${pathname.replace(/(\/api\/blobs)\/.*$/, '$1/…')}`);
  }

  get total(): number {
    return this.all;
  }

  get hosts(): Record<string, number> {
    return Object.fromEntries(this.byHost);
  }

  get paths(): Record<string, number> {
    return Object.fromEntries(this.byPath);
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
