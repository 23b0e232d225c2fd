import type { ModelSummary } from '@condenser/protocol/light';
import { useEffect } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { DialogPanel } from '../controls/dialogPanel.tsx';
import { bytes } from '../i18n/format.ts';
import { NEW, type PageState } from '../state/state.ts';
import { ModelActions } from './modelActions.tsx';
import { Progress } from './pullButton.tsx';
import { SuggestedModels } from './suggestedModels.tsx';
import './modelsPanel.css';

/** Chooses the model of the conversation, and manages the models. */
export function ModelsPanel({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  useEffect(() => app.run(app.models.list()), [app]);
  const { current } = state;
  const choose = (name: string) => {
    app.run(app.models.choose(name));
    app.set({ panel: 'none' });
  };
  const chosen = chosenModel(state);
  return (
    <DialogPanel title={texts.pickModel}>
      {state.status?.limits !== undefined && <p class="quiet">{state.status.limits}</p>}
      <ul class="models" data-conversation={current === NEW ? undefined : current}>
        {state.models
          // A model that cannot chat is listed only while it takes memory.
          .filter(({ chat, loaded }) => chat || loaded)
          .map((model) => (
            <li key={model.name} class="model-entry">
              <button
                type="button"
                class="model"
                disabled={!model.chat}
                aria-pressed={model.name === chosen}
                onClick={() => choose(model.name)}
              >
                <span class="model-name">{model.name}</span>
                <Facts model={model} />
              </button>
              <ModelActions model={model} />
            </li>
          ))}
      </ul>
      {Object.entries(state.transfers).map(([model, progress]) => (
        <Progress key={model} model={model} progress={progress} />
      ))}
      <SuggestedModels state={state} />
      <PullForm />
    </DialogPanel>
  );
}

/** Downloads a model by its name. */
function PullForm() {
  const app = useApp();
  const texts = useTexts();
  return (
    <form
      class="pull-form"
      onSubmit={(event) => {
        event.preventDefault();
        const name = String(new FormData(event.currentTarget).get('model') ?? '').trim();
        event.currentTarget.reset();
        if (name !== '') app.run(app.models.pull(name));
      }}
    >
      <label for="pull-name">{texts.pullOther}</label>
      <div class="buttons">
        <input
          class="field"
          id="pull-name"
          name="model"
          placeholder="qwen2.5-coder:7b"
          autocomplete="off"
        />
        <button type="submit" class="button">
          {texts.pullModel('').trim()}
        </button>
      </div>
      <p class="quiet">{texts.pullHint}</p>
    </form>
  );
}

function Facts({ model }: { readonly model: ModelSummary }) {
  const texts = useTexts();
  const { parameterSize, quantization, contextLength, size, cloud, loaded, fit } = model;
  const facts = [
    parameterSize,
    quantization,
    contextLength && `${Math.round(contextLength / 1024)}k`,
    !cloud && size > 0 && bytes(size),
  ].filter(Boolean);
  return (
    <span class="model-facts">
      {facts.join(' · ')}
      {loaded && <span class="badge">{texts.loaded}</span>}
      {cloud && <span class="badge warning">{texts.cloud}</span>}
      {fit && fit.verdict !== 'fits' && <span class="badge warning">{fit.why}</span>}
    </span>
  );
}

/** The model that answers the next turn of the current conversation. */
export function chosenModel(state: PageState): string | undefined {
  const summary = state.summaries.find(({ conversationId }) => conversationId === state.current);
  return summary?.model ?? state.newModel ?? state.settings?.model ?? state.status?.model;
}
