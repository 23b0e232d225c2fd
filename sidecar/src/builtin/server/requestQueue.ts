/** Runs one piece of work at a time, in the order in which they came. */
export class RequestQueue {
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Runs the work when all work before it has come to rest. Rejects with the signal's reason, and
   * never runs it, when that is aborted before its turn.
   */
  run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    const result = this.last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    this.last = result.catch(() => undefined);
    return result;
  }
}
