/** What is drawn in steps, none of which takes long. */
export interface DrawTask {
  /** Draws the next piece. @returns whether there is more. */
  draw(): boolean;
}

/** Drawing for longer than this holds up what a person types. */
const BUDGET_MS = 16;

/** When frames come, and how much time has passed. */
export interface DrawClock {
  nextFrame(run: () => void): void;
  /** Milliseconds from any moment on. */
  now(): number;
}

/**
 * Shares the time of each frame among everything that is drawn: at most {@link BUDGET_MS} of it, or
 * one step where that takes longer. What came last is drawn first, since a conversation is opened
 * at its end.
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
   * Draws now what the frame has time for, and the rest in the frames to come.
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
