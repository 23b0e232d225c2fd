/** Work that is drawn in short steps. */
export interface DrawTask {
  /** Draws the next piece. @returns whether there is more. */
  draw(): boolean;
}

/** Drawing for longer delays typing. */
const BUDGET_MS = 16;

/** When frames come, and how much time has passed. */
export interface DrawClock {
  nextFrame(run: () => void): void;
  /** Milliseconds from any moment on. */
  now(): number;
}

/**
 * Shares each frame among all drawing tasks: at most {@link BUDGET_MS}, or one step where that takes
 * longer. The newest task is drawn first, since a conversation opens at its end.
 */
export class DrawQueue {
  private readonly clock: DrawClock;
  private readonly waiting = new Set<DrawTask>();
  /** Milliseconds of this frame that drawing has taken. */
  private spent = 0;
  private isFrameAsked = false;

  constructor(clock: DrawClock) {
    this.clock = clock;
  }

  /**
   * Draws as much as fits into this frame, and the rest in the next ones.
   *
   * @returns whether all is drawn already.
   */
  add(task: DrawTask): boolean {
    this.remove(task);
    this.waiting.add(task);
    if (this.spent < BUDGET_MS) this.work(task);
    this.askFrame();
    return !this.waiting.has(task);
  }

  /** Draws nothing more of it. */
  remove(task: DrawTask): void {
    this.waiting.delete(task);
  }

  private work(task: DrawTask): void {
    const start = this.clock.now();
    const before = this.spent;
    let isMore = true;
    while (isMore && this.spent < BUDGET_MS) {
      isMore = task.draw();
      this.spent = before + this.clock.now() - start;
    }
    if (!isMore) this.waiting.delete(task);
  }

  /** Also where nothing waits: the next frame has its own time. */
  private askFrame(): void {
    if (this.isFrameAsked) return;
    this.isFrameAsked = true;
    this.clock.nextFrame(() => {
      this.isFrameAsked = false;
      this.spent = 0;
      for (const task of [...this.waiting].reverse()) {
        if (this.spent < BUDGET_MS) this.work(task);
      }
      if (this.waiting.size > 0) this.askFrame();
    });
  }
}
