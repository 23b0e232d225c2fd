import type { TurnRecord } from '@condenser/protocol';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageState } from '../state/state.ts';
import { useWords } from './context.ts';

/**
 * Tells who does not see the page that an answer has ended — not its tokens — and who looks at
 * another window by the title of this one.
 */
export function Announcer({ state }: { readonly state: PageState }) {
  const words = useWords();
  const running = useRef(new Set<string>());
  const [said, setSaid] = useState('');
  useEffect(() => {
    for (const turn of Object.values(state.conversations).flatMap(({ turns }) => turns)) {
      if (!turn.stopReason) running.current.add(turn.turnId);
      else if (running.current.delete(turn.turnId)) {
        setSaid(textOf(turn));
        if (document.hidden) document.title = `● ${words.finishedHidden}`;
      }
    }
  }, [state.conversations, words]);
  useEffect(() => {
    const seen = () => {
      if (!document.hidden) document.title = 'Condenser';
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, []);
  function textOf(turn: TurnRecord): string {
    if (turn.stopReason === 'error') return `${words.failed} ${turn.error?.message ?? ''}`;
    return turn.stopReason === 'cancelled' ? words.stopped : words.finished;
  }
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
