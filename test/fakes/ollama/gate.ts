/** Holds the steps of one reply until each is released. A release that comes early counts. */
export class Gate {
  private credits = 0;
  private waiting: (() => void) | undefined;

  /** Lets this many steps pass. */
  release(steps: number): void {
    this.credits += steps;
    this.waiting?.();
  }

  /** Resolves when the step may pass. */
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
