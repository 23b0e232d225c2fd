import { DrawQueue } from '@condenser/webui/markdown/drawQueue.ts';
import { beforeEach, describe, expect, it } from 'vitest';

/** A clock that drawing advances, and frames that the test triggers. */
class Clock {
  time = 0;
  private frame: (() => void) | undefined;

  nextFrame(run: () => void): void {
    this.frame = run;
  }

  now(): number {
    return this.time;
  }

  /** @returns whether a frame was asked for. */
  passFrame(): boolean {
    const { frame } = this;
    this.frame = undefined;
    frame?.();
    return frame !== undefined;
  }
}

/** So many steps, each of which takes so long. */
class Steps {
  drawn = 0;
  private readonly clock: Clock;
  private readonly count: number;
  private readonly milliseconds: number;

  constructor(clock: Clock, count: number, milliseconds: number) {
    this.clock = clock;
    this.count = count;
    this.milliseconds = milliseconds;
  }

  draw(): boolean {
    this.clock.time += this.milliseconds;
    this.drawn += 1;
    return this.drawn < this.count;
  }
}

describe('drawing', () => {
  let clock: Clock;
  let queue: DrawQueue;

  beforeEach(() => {
    clock = new Clock();
    queue = new DrawQueue(clock);
  });

  it('that is short is done at once', () => {
    const task = new Steps(clock, 3, 1);
    expect(queue.add(task)).toBe(true);
    expect(task.drawn).toBe(3);
  });

  it('that takes long goes on in further frames, and each has its share', () => {
    const task = new Steps(clock, 100, 4);
    expect(queue.add(task)).toBe(false);
    let before = 0;
    let frames = 0;
    do {
      expect(task.drawn - before).toBeLessThanOrEqual(4);
      before = task.drawn;
      frames += 1;
    } while (clock.passFrame());
    expect(task.drawn).toBe(100);
    expect(frames).toBeGreaterThanOrEqual(25);
  });

  it('of many answers together takes no more of a frame than that of one', () => {
    const tasks = Array.from({ length: 30 }, () => new Steps(clock, 2, 4));
    for (const task of tasks) queue.add(task);
    expect(clock.time).toBeLessThanOrEqual(20);
    for (let before = clock.time; clock.passFrame(); before = clock.time) {
      expect(clock.time - before).toBeLessThanOrEqual(20);
    }
    expect(tasks.map(({ drawn }) => drawn)).toEqual(tasks.map(() => 2));
  });

  it('begins with what came last', () => {
    const tasks = Array.from({ length: 6 }, () => new Steps(clock, 8, 4));
    for (const task of tasks) queue.add(task);
    clock.passFrame();
    expect(tasks.map(({ drawn }) => drawn)).toEqual([4, 0, 0, 0, 0, 4]);
  });

  it('of a step that takes longer than a frame comes to its end', () => {
    const task = new Steps(clock, 5, 50);
    queue.add(task);
    while (clock.passFrame());
    expect(task.drawn).toBe(5);
  });

  it('that is not wanted any more is not done', () => {
    const task = new Steps(clock, 100, 4);
    queue.add(task);
    queue.remove(task);
    while (clock.passFrame());
    expect(task.drawn).toBe(4);
  });
});
