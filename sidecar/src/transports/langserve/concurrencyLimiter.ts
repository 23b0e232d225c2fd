import { HttpProblem } from '../../http/httpProblem.ts';

const RETRY_AFTER_SECONDS = 1;

/** Counts the requests that run a model, refuses what is too many, and knows when all have ended. */
export class Admission {
  private readonly maximum: number;
  private count = 0;
  private closing = false;
  private readonly waiting = new Set<() => void>();

  constructor(maximum: number) {
    this.maximum = maximum;
  }

  get running(): number {
    return this.count;
  }

  /**
   * Takes a place.
   *
   * @returns what gives it back, once.
   * @throws HttpProblem 429 where none is left, 503 while the server shuts down.
   */
  enter(): () => void {
    if (this.closing) {
      throw new HttpProblem(503, 'The server is shutting down', {
        headers: { connection: 'close' },
        kind: 'shuttingDown',
      });
    }
    if (this.count >= this.maximum) {
      throw new HttpProblem(429, `${this.maximum} requests are running already`, {
        headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
        kind: 'tooManyRequests',
      });
    }
    this.count += 1;
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.count -= 1;
      if (this.count === 0) for (const tell of this.waiting) tell();
    };
  }

  /** Takes nobody in any more; resolves when everybody has left. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.count === 0) return;
    await new Promise<void>((resolve) => this.waiting.add(resolve));
  }
}
