import { useTexts } from '../app/context.ts';
import { type ShownTurn, shownPath } from '../state/path.ts';
import type { PageState } from '../state/state.ts';
import './contextMeter.css';

const RADIUS = 6;
const ROUND = 2 * Math.PI * RADIUS;

/** How full the context was with the last answer, as counted by Ollama, and which turns were dropped. */
export function ContextMeter({ state }: { readonly state: PageState }) {
  const texts = useTexts();
  const view = state.conversations[state.current];
  const path = view ? shownPath(view) : [];
  const turn = path.findLast((shown) => shown.turn.usage?.answer)?.turn;
  const answer = turn?.usage?.answer;
  if (!turn?.usage || !answer) return null;
  const { contextWindow: window } = turn.usage;
  const used = answer.promptTokens + answer.answerTokens;
  const dropped = droppedTurns(path);
  const label = [texts.contextMeter(used, window), dropped > 0 && texts.droppedTurns(dropped)]
    .filter(Boolean)
    .join('; ');
  const full = Math.min(1, used / window);
  return (
    <span class={`context-meter ${full > 0.85 || dropped > 0 ? 'nearly-full' : ''}`} title={label}>
      <meter class="visually-hidden" aria-label={label} min={0} max={window} value={used} />
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle class="whole" cx="8" cy="8" r={RADIUS} />
        <circle
          class="used"
          cx="8"
          cy="8"
          r={RADIUS}
          stroke-dasharray={`${full * ROUND} ${ROUND}`}
        />
      </svg>
      <span class="context-share" aria-hidden="true">{`${Math.round(full * 100)} %`}</span>
    </span>
  );
}

/** Each turn reports how many turns were dropped for it. */
function droppedTurns(path: readonly ShownTurn[]): number {
  return path
    .flatMap(({ turn }) => turn.notices)
    .filter(({ code }) => code === 'turnsLeftOut')
    .reduce((sum, { count }) => sum + Number(count), 0);
}
