import { HttpProblem } from '../../http/answers.ts';

const RETRY_AFTER_SECONDS = 1;

/** Limits how many requests run a model at the same time. */
export class ConcurrencyLimiter {
  private readonly max: number;
  private count = 0;
  private closing = false;
  private readonly onIdle = new Set<() => void>();

  constructor(max: number) {
    this.max = max;
  }

  /** How many requests run a model now. */
  get running(): number {
    return this.count;
  }

  /**
   * Acquires a slot.
   *
   * @returns a function that releases it. Later calls have no effect.
   * @throws HttpProblem 429 when no slot is free, 503 while the server is shutting down.
   */
  acquire(): () => void {
    if (this.closing) {
      throw new HttpProblem(503, 'The server is shutting down', {
        headers: { connection: 'close' },
        kind: 'shuttingDown',
      });
    }
    if (this.count >= this.max) {
      throw new HttpProblem(429, `${this.max} requests are already running`, {
        headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
        kind: 'tooManyRequests',
      });
    }
    this.count += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.count -= 1;
      if (this.count === 0) for (const resolve of this.onIdle) resolve();
    };
  }

  /** Rejects new requests; resolves when the last slot is released. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.count === 0) return;
    await new Promise<void>((resolve) => this.onIdle.add(resolve));
  }
}
