import { useEffect } from 'preact/hooks';
import type { App } from '../../app/app.ts';

/** Space above a turn that was jumped to. */
const ABOVE_PX = 12;

/** Ctrl-F (⌘F) finds in the conversation; Alt-↑ and Alt-↓ go from question to question. */
export function useFindKeys(app: App): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || app.store.state.panel !== 'none') return;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey) openFind(app);
      else if (step !== undefined && event.altKey && !isWriting(event)) jump(step);
      else return;
      event.preventDefault();
      // The input's own ↑ and ↓ are others.
      event.stopPropagation();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [app]);
}

/** Opens the line to find with, or leads back to it. */
export function openFind(app: App): void {
  app.set({ finding: true });
  document.querySelector<HTMLInputElement>('.find-bar input')?.select();
}

/** Scrolls to the question after or before the one at the top. */
export function jump(step: number): void {
  const scroller = document.querySelector('.scroller');
  if (!scroller) return;
  const { top } = scroller.getBoundingClientRect();
  const turns = [...scroller.querySelectorAll('.turn')];
  const distances = turns.map((turn) => turn.getBoundingClientRect().top - top - ABOVE_PX);
  const isBeyond = (distance: number) => (step > 0 ? distance > 1 : distance < -1);
  const to = step > 0 ? distances.findIndex(isBeyond) : distances.findLastIndex(isBeyond);
  if (to < 0) return;
  scroller.scrollBy(0, distances[to] ?? 0);
}

/** In a text, Alt with arrows moves the cursor on some systems. */
function isWriting({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLTextAreaElement && target.value !== '';
}
