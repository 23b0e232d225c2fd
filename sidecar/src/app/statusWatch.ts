import type { Status } from '@condenser/protocol';

/** What the watch stands on. */
export interface StatusWatchDependencies {
  /** Asks Ollama how things stand. */
  readonly ask: () => Promise<Status>;
  /** Whether anybody would hear of a change. */
  readonly heard: () => boolean;
  readonly announce: (status: Status) => void;
}

/** How long after an event it is asked, and how often while things are bad. */
const SOON_MS = 50;
const POLL_MS = 5_000;

/**
 * Notices that the status has become another, and says so. It costs nothing while all is well: it
 * asks after a request that went otherwise than the status said, after a change of settings, and,
 * while things are bad and somebody is connected, every few seconds.
 */
export class StatusWatch {
  private readonly dependencies: StatusWatchDependencies;
  private last: Status | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(dependencies: StatusWatchDependencies) {
    this.dependencies = dependencies;
  }

  /** Takes a status that was just asked for. Returns it. */
  seen(status: Status): Status {
    const changed = this.last !== undefined && !same(this.last, status);
    this.last = status;
    if (changed) this.dependencies.announce(status);
    this.plan(POLL_MS);
    return status;
  }

  /** A request found Ollama there, or not. */
  requestEnded(reachable: boolean): void {
    if (this.last === undefined) return;
    if (reachable === (this.last.state !== 'unreachable')) return;
    this.checkSoon();
  }

  /** Something happened that may have changed the status. */
  checkSoon(): void {
    if (this.last === undefined || this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), SOON_MS);
    this.timer.unref();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private plan(afterMs: number): void {
    clearTimeout(this.timer);
    const well = this.last?.state === 'reachable' || this.last?.state === 'builtin';
    if (well || this.closed || !this.dependencies.heard()) return;
    this.timer = setTimeout(() => void this.check(), afterMs);
    // Waiting for Ollama keeps no process alive.
    this.timer.unref();
  }

  private async check(): Promise<void> {
    const status = await this.dependencies.ask().catch(() => undefined);
    if (status === undefined || this.closed) return;
    this.seen(status);
  }
}

function same(one: Status, other: Status): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
