import type { ChatEvent } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import type { Words } from '../i18n/texts.ts';
import type { PageState } from '../state/state.ts';
import { useWords } from './context.ts';

/**
 * Tells who does not see the page that an answer has ended — not its tokens — and who looks at
 * another window by the title of this one.
 */
export function Announcer({ state }: { readonly state: PageState }) {
  const words = useWords();
  const [said, setSaid] = useState('');
  const { lastFinished } = state;
  useEffect(() => {
    if (lastFinished === undefined) return;
    setSaid(textOf(lastFinished, words));
    if (document.hidden) document.title = `● ${words.finishedHidden}`;
  }, [lastFinished]);
  useEffect(() => {
    const seen = () => {
      if (!document.hidden) document.title = 'Condenser';
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, []);
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}

function textOf(finished: Extract<ChatEvent, { kind: 'finished' }>, words: Words): string {
  const { stopReason, error, answerLength } = finished;
  if (stopReason === 'error') return `${words.failed} ${error?.message ?? ''}`;
  if (stopReason !== 'cancelled') return words.finished;
  return answerLength > 0 ? words.stopped : words.stoppedEmpty;
}
