import type { ChatEvent } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import type { Texts } from '../i18n/texts.ts';
import type { PageState } from '../state/state.ts';
import { useTexts } from './context.ts';

/**
 * Announces the end of an answer, not its tokens, to screen readers, and to users of another window by
 * the title of this one.
 */
export function Announcer({ state }: { readonly state: PageState }) {
  const texts = useTexts();
  const [announcement, setAnnouncement] = useState('');
  const { lastFinished } = state;
  useEffect(() => {
    if (lastFinished === undefined) return;
    setAnnouncement(textOf(lastFinished, texts));
    if (document.hidden) document.title = `● ${texts.finishedHidden}`;
  }, [lastFinished]);
  useEffect(() => {
    const resetTitle = () => {
      if (!document.hidden) document.title = 'Condenser';
    };
    document.addEventListener('visibilitychange', resetTitle);
    return () => document.removeEventListener('visibilitychange', resetTitle);
  }, []);
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}

function textOf(finished: Extract<ChatEvent, { kind: 'finished' }>, texts: Texts): string {
  const { stopReason, error, answerLength } = finished;
  if (stopReason === 'error') return `${texts.failed} ${error?.message ?? ''}`;
  if (stopReason !== 'cancelled') return texts.finished;
  return answerLength > 0 ? texts.stopped : texts.stoppedEmpty;
}
