import type { TurnRecord } from '@condenser/protocol';
import { useApp, useWords } from './context.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';

/** What can be done with an answer, and what it cost: Ollama's own figures. */
export function TurnFooter({ turn }: { readonly turn: TurnRecord }) {
  const app = useApp();
  const words = useWords();
  const copy = (event: MouseEvent) =>
    app.run(app.actions.copy(event, turn.answer).then((done) => done && app.toast(words.copied)));
  const answer = turn.usage?.answer;
  const seconds = (answer?.evalDuration ?? 0) / 1000;
  return (
    <footer class="turn-footer">
      {turn.answer !== '' && <IconButton icon="copy" label={words.copy} onClick={copy} />}
      <IconButton icon="retry" label={words.retry} onClick={() => app.turns.retry(turn.turnId)} />
      <span class="figures">
        {turn.usage?.model ?? turn.model}
        {turn.usage && answer && (
          <span>
            {words.tokens(answer.promptTokens + answer.answerTokens, turn.usage.contextWindow)}
          </span>
        )}
        {answer && seconds > 0 && (
          <span>{words.speed((answer.answerTokens / seconds).toFixed(1))}</span>
        )}
      </span>
      {turn.model !== undefined && (
        <button
          type="button"
          class="inspect-turn"
          aria-label={words.inspect}
          title={words.inspect}
          onClick={() => app.set({ panel: 'inspector', inspected: turn.turnId })}
        >
          <Icon name="inspect" />
        </button>
      )}
    </footer>
  );
}
