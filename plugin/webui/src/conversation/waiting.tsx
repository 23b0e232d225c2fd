import type { TurnRecord } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { bytes } from '../i18n/format.ts';
import { isCold, modelNamed } from '../models/modelOf.ts';
import { chosenModel } from '../models/modelsPanel.tsx';

/** Shorter waits are not counted. */
const MIN_SECONDS = 2;

/** Why there is no answer yet, and for how long. */
export function Waiting({ turn }: { readonly turn: TurnRecord }) {
  const app = useApp();
  const texts = useTexts();
  // From the time of the question: a model that is being loaded is soon listed as loaded.
  const [cold] = useState(() => {
    const model = modelNamed(app.store.state.models, turn.model ?? chosenModel(app.store.state));
    return model && isCold(model, turn.createdAt) ? model : undefined;
  });
  const seconds = useSeconds(turn.createdAt);
  const others = app.store.state.summaries.filter(
    ({ running, conversationId }) => running && conversationId !== app.store.state.current,
  ).length;
  return (
    <p class="waiting">
      <span class="spinner" aria-hidden="true" />
      <span>
        {cold && turn.thinking === ''
          ? texts.loadingModel(cold.name, bytes(cold.size))
          : texts.waiting}
        {others > 0 && ` ${texts.othersAnswering(others)}`}
      </span>
      {seconds >= MIN_SECONDS && <span class="seconds">{texts.secondsPassed(seconds)}</span>}
    </p>
  );
}

function useSeconds(since: string): number {
  const passed = () => Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 1000));
  const [seconds, setSeconds] = useState(passed);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(passed()), 1000);
    return () => clearInterval(timer);
  }, [since]);
  return seconds;
}
