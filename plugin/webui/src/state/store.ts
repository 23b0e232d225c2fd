import { type Action, reduce } from './reducer.ts';
import type { PageState } from './state.ts';

/** Holds the state. Listeners are called after every change, at most once a frame for events. */
export class Store {
  private current: PageState;
  private readonly listeners = new Set<() => void>();
  private readonly queue: Action[] = [];
  private readonly nextFrame: (flush: () => void) => void;

  constructor(initial: PageState, nextFrame: (flush: () => void) => void) {
    this.current = initial;
    this.nextFrame = nextFrame;
  }

  get state(): PageState {
    return this.current;
  }

  /** Changes the state now, after the queued actions. */
  dispatch(action: Action): void {
    this.queue.push(action);
    this.flush();
  }

  /** Changes the state with the next frame: many tokens become one change. */
  queueForFrame(action: Action): void {
    this.queue.push(action);
    if (this.queue.length === 1) this.nextFrame(() => this.flush());
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private flush(): void {
    if (this.queue.length === 0) return;
    for (const action of this.queue.splice(0)) this.current = reduce(this.current, action);
    for (const listener of [...this.listeners]) listener();
  }
}

/** Animation frames; a few times a second for a hidden page, which gets none. */
export function frames(flush: () => void): void {
  if (document.hidden) setTimeout(flush, 250);
  else requestAnimationFrame(() => flush());
}
