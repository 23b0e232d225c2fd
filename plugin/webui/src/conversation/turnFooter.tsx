import type { TurnRecord, Usage } from '@condenser/protocol/light';
import { useApp, useTexts } from '../app/context.ts';
import { Icon, IconButton } from '../controls/iconButton.tsx';
import { bytes, duration } from '../i18n/format.ts';
import { useModel } from '../models/modelOf.ts';
import './turnFooter.css';

/** A longer load, in milliseconds, means that the model was not in memory. */
const COLD_LOAD = 1_000;

/** The actions of an answer, and its figures as reported by Ollama. */
export function TurnFooter({ turn }: { readonly turn: TurnRecord }) {
  const app = useApp();
  const texts = useTexts();
  const copy = (event: MouseEvent) =>
    app.run(app.actions.copy(event, turn.answer).then((done) => done && app.toast(texts.copied)));
  return (
    <footer class="turn-footer">
      {turn.answer !== '' && <IconButton icon="copy" label={texts.copy} onClick={copy} />}
      <IconButton icon="retry" label={texts.retry} onClick={() => app.turns.retry(turn.turnId)} />
      <Figures turn={turn} />
      <button
        type="button"
        class="inspect-turn"
        aria-label={texts.inspect}
        title={texts.inspect}
        onClick={() => app.set({ panel: 'inspector', inspected: turn.turnId })}
      >
        <Icon name="inspect" />
      </button>
    </footer>
  );
}

function Figures({ turn }: { readonly turn: TurnRecord }) {
  const texts = useTexts();
  const { usage } = turn;
  const name = usage?.model ?? turn.model;
  const model = useModel(name);
  const answer = usage?.answer;
  const seconds = (answer?.evalDuration ?? 0) / 1000;
  const load = Math.max(answer?.loadDuration ?? 0, usage?.condense?.loadDuration ?? 0);
  return (
    <span class="figures">
      {name}
      {model?.cloud && <span class="badge warning">{texts.cloud}</span>}
      {usage && answer && (
        <span class="used">
          {texts.tokens(answer.promptTokens + answer.answerTokens, usage.contextWindow)}
        </span>
      )}
      {answer && seconds > 0 && (
        <span class="rate">{texts.speed((answer.answerTokens / seconds).toFixed(1))}</span>
      )}
      {usage && answer && (
        <span class="first-token">{texts.firstToken(duration(firstTokenAfter(usage)))}</span>
      )}
      {load >= COLD_LOAD && (
        <span class="cold">{texts.coldLoad(duration(load), model ? bytes(model.size) : '')}</span>
      )}
    </span>
  );
}

/** The time to the first token of the answer, from the figures of Ollama. */
function firstTokenAfter({ condense, answer }: Usage): number {
  const own = answer ? answer.totalDuration - answer.evalDuration : 0;
  return Math.max(0, (condense?.totalDuration ?? 0) + own);
}
