import { STRATEGIES, type TurnRecord } from '@condenser/protocol/light';
import { useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { Icon } from '../controls/iconButton.tsx';
import './standaloneQuestion.css';

/** The standalone question, folded. Unfolded, it can be changed and asked again. */
export function Standalone({ turn }: { readonly turn: TurnRecord }) {
  const app = useApp();
  const texts = useTexts();
  const [text, setText] = useState(turn.standaloneQuestion ?? '');
  const [strategy, setStrategy] = useState(turn.strategy);
  const running = turn.stopReason === undefined;
  const again = () => {
    if (strategy !== turn.strategy) {
      app.run(app.conversations.update(app.store.state.current, { strategy }));
    }
    app.turns.retry(turn.turnId, strategy === 'history' ? undefined : text, strategy);
  };
  return (
    <details class="fold standalone">
      <summary>
        <Icon name="right" />
        <span class="fold-label">{texts.understoodAs}</span>
        <span class="fold-preview">{turn.standaloneQuestion}</span>
      </summary>
      <div class="standalone-edit">
        <textarea
          class="field"
          aria-label={texts.understoodAs}
          value={text}
          rows={2}
          disabled={strategy === 'history'}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <label>
          {texts.strategy}{' '}
          <select
            class="field"
            value={strategy}
            onChange={(event) =>
              setStrategy(STRATEGIES[event.currentTarget.selectedIndex] ?? strategy)
            }
          >
            {STRATEGIES.map((option) => (
              <option value={option} key={option}>
                {texts.strategies[option]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="button"
          disabled={running || text.trim() === ''}
          onClick={again}
        >
          {texts.askAgainWithThis}
        </button>
      </div>
    </details>
  );
}
