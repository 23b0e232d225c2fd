import type { Status } from '@condenser/protocol';

/** The dependencies of {@link StatusWatch}. */
export interface StatusWatchDependencies {
  /** Asks the server for the status. */
  readonly ask: () => Promise<Status>;
  /** Whether a client would receive an announcement. */
  readonly hasListeners: () => boolean;
  readonly announce: (status: Status) => void;
}

/** Delay of a check after an event. */
const SOON_MS = 50;
/** Interval of checks while the server cannot be used. */
const POLL_MS = 5_000;

/**
 * Announces changes of the status. While the server can be used this costs nothing: it is asked
 * after a request whose outcome contradicts the status, after a change of the settings, and, while
 * it cannot be used and a client is connected, every few seconds.
 */
export class StatusWatch {
  private readonly dependencies: StatusWatchDependencies;
  private last: Status | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(dependencies: StatusWatchDependencies) {
    this.dependencies = dependencies;
  }

  /** Records the current status, and announces it if it has changed. Returns it. */
  update(status: Status): Status {
    const changed = this.last !== undefined && !isSame(this.last, status);
    this.last = status;
    if (changed) this.dependencies.announce(status);
    this.schedulePoll();
    return status;
  }

  /** A request reached the server, or did not. */
  requestEnded(reachable: boolean): void {
    if (this.last === undefined) return;
    if (reachable === (this.last.state !== 'unreachable')) return;
    this.checkSoon();
  }

  /** Call this after an event that may have changed the status. */
  checkSoon(): void {
    if (this.last === undefined || this.closed) return;
    this.schedule(SOON_MS);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private schedulePoll(): void {
    clearTimeout(this.timer);
    const usable = this.last?.state === 'reachable' || this.last?.state === 'builtin';
    if (usable || this.closed || !this.dependencies.hasListeners()) return;
    this.schedule(POLL_MS);
  }

  /** The timer does not keep the process alive. */
  private schedule(afterMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), afterMs).unref();
  }

  private async check(): Promise<void> {
    const status = await this.dependencies.ask().catch(() => undefined);
    if (status === undefined || this.closed) return;
    this.update(status);
  }
}

function isSame(one: Status, other: Status): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
