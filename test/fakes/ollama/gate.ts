/** Holds the steps of a reply until they are released. An early release counts. */
export class Gate {
  private credits = 0;
  private waiting: (() => void) | undefined;

  /** Releases this many steps. */
  release(steps: number): void {
    this.credits += steps;
    this.waiting?.();
  }

  /** Resolves when the step is released. */
  async pass(): Promise<void> {
    while (this.credits < 1) {
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
      this.waiting = undefined;
    }
    this.credits -= 1;
  }
}
