import type { SuggestedModel } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useWords } from '../app/context.ts';
import { Icon } from '../controls/iconButton.tsx';
import { bytes } from '../i18n/format.ts';
import type { PageState } from '../state/state.ts';

/** A short list for who does not know which model to fetch, each with whether it runs here. */
export function SuggestedModels({ state }: { readonly state: PageState }) {
  const app = useApp();
  const words = useWords();
  const [suggested, setSuggested] = useState<readonly SuggestedModel[]>([]);
  const { models } = state;
  useEffect(() => app.run(app.machine.suggested().then(setSuggested)), [app, models]);
  const missing = suggested.filter(({ installed }) => !installed);
  if (missing.length === 0) return null;
  return (
    // Whoever has no model yet sees it at once.
    <details class="fold suggested" open={!models.some(({ chat }) => chat)}>
      <summary>
        <Icon name="right" />
        <span class="fold-label">{words.suggested}</span>
      </summary>
      <ul>
        {missing.map((model) => (
          <Suggestion key={model.name} model={model} busy={model.name in state.transfers} />
        ))}
      </ul>
    </details>
  );
}

function Suggestion(properties: { readonly model: SuggestedModel; readonly busy: boolean }) {
  const { model, busy } = properties;
  const app = useApp();
  const words = useWords();
  const { name, purpose, parameterSize, size, why, fit, recommended } = model;
  return (
    <li class="suggestion">
      <div>
        <span class="suggestion-name">{name}</span>{' '}
        <span class="quiet">
          {[words.suggestedFor[purpose], parameterSize, bytes(size)].join(' · ')}
        </span>{' '}
        {recommended && <span class="badge">{words.recommended}</span>}
        {fit && fit.verdict !== 'fits' && <span class="badge warning">{fit.why}</span>}
        <p class="quiet">{why}</p>
      </div>
      <button
        type="button"
        class="button"
        disabled={busy}
        aria-label={words.pullModel(name)}
        onClick={() => app.run(app.pullModel(name))}
      >
        {words.pullModel('').trim()}
      </button>
    </li>
  );
}
