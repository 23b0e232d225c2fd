import type { ChatEvent } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import type { Texts } from '../i18n/texts.ts';
import type { PageState } from '../state/state.ts';
import { useTexts } from './context.ts';

/**
 * Tells who does not see the page that an answer has ended — not its tokens — and who looks at
 * another window by the title of this one.
 */
export function Announcer({ state }: { readonly state: PageState }) {
  const texts = useTexts();
  const [said, setSaid] = useState('');
  const { lastFinished } = state;
  useEffect(() => {
    if (lastFinished === undefined) return;
    setSaid(textOf(lastFinished, texts));
    if (document.hidden) document.title = `● ${texts.finishedHidden}`;
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

function textOf(finished: Extract<ChatEvent, { kind: 'finished' }>, texts: Texts): string {
  const { stopReason, error, answerLength } = finished;
  if (stopReason === 'error') return `${texts.failed} ${error?.message ?? ''}`;
  if (stopReason !== 'cancelled') return texts.finished;
  return answerLength > 0 ? texts.stopped : texts.stoppedEmpty;
}
