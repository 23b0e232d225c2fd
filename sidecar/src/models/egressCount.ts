/** Counts the requests that leave, by where they go. Bodies are not looked at. */
export class EgressCount {
  readonly since: Date;
  private readonly byHost = new Map<string, number>();
  private readonly byPath = new Map<string, number>();
  private all = 0;

  constructor(since: Date) {
    this.since = since;
  }

  /** Notes one request before its first byte is sent. */
  note(method: string, url: string): void {
    // What is no address is never sent.
    if (!URL.canParse(url)) return;
    const { origin, pathname } = new URL(url);
    this.all += 1;
    add(this.byHost, origin);
    // The checksum names a file of the person's; how many there were is enough.
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
