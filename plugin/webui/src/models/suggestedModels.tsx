import { ModelSuggestedRequest, type SuggestedModel } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { Icon } from '../controls/iconButton.tsx';
import { bytes } from '../i18n/format.ts';
import type { PageState } from '../state/state.ts';

/** Suggested models that are not installed, each with whether it fits this machine. */
export function SuggestedModels({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  const [suggested, setSuggested] = useState<readonly SuggestedModel[]>([]);
  const { models } = state;
  useEffect(() => {
    const request = app.client.request(ModelSuggestedRequest, {});
    app.run(request.then((suggestion) => setSuggested(suggestion.models)));
  }, [app, models]);
  const missing = suggested.filter(({ installed }) => !installed);
  if (missing.length === 0) return null;
  return (
    // Open while there is no model yet.
    <details class="fold suggested" open={!models.some(({ chat }) => chat)}>
      <summary>
        <Icon name="right" />
        <span class="fold-label">{texts.suggested}</span>
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
  const texts = useTexts();
  const { name, purpose, parameterSize, size, why, fit, recommended } = model;
  return (
    <li class="suggestion">
      <div>
        <span class="suggestion-name">{name}</span>{' '}
        <span class="quiet">
          {[texts.suggestedFor[purpose], parameterSize, bytes(size)].join(' · ')}
        </span>{' '}
        {recommended && <span class="badge">{texts.recommended}</span>}
        {fit && fit.verdict !== 'fits' && <span class="badge warning">{fit.why}</span>}
        <p class="quiet">{why}</p>
      </div>
      <button
        type="button"
        class="button"
        disabled={busy}
        aria-label={texts.pullModel(name)}
        onClick={() => app.run(app.models.pull(name))}
      >
        {texts.pullModel('').trim()}
      </button>
    </li>
  );
}
