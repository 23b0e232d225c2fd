import { useApp, useTexts } from '../app/context.ts';
import { ContextChips } from '../composer/contextChips.tsx';
import { useSecretReasons } from '../composer/secretCheck.ts';
import type { PendingTurn } from '../state/state.ts';
import { ErrorCard } from './errorCard.tsx';

/** A question that the sidecar has not started yet, or has refused. */
export function PendingView({ turn }: { readonly turn: PendingTurn }) {
  const app = useApp();
  const texts = useTexts();
  const secrets = useSecretReasons(turn.context);
  return (
    <article class="turn pending">
      <section class="question" aria-label={texts.you}>
        <ContextChips items={turn.context} secrets={secrets} />
        <div class="question-text">{turn.text}</div>
      </section>
      {turn.error ? (
        <>
          <ErrorCard error={turn.error} />
          <button type="button" class="button" onClick={() => app.turns.resend(turn)}>
            {texts.resend}
          </button>
        </>
      ) : (
        <p class="waiting">
          <span class="spinner" aria-hidden="true" />
          {texts.waiting}
        </p>
      )}
    </article>
  );
}
