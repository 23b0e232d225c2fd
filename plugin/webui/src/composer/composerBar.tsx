import { IdeSelectionRequest } from '@condenser/protocol/light';
import { useRef } from 'preact/hooks';
import type { App } from '../app/app.ts';
import { useApp, useTexts } from '../app/context.ts';
import { IconButton } from '../controls/iconButton.tsx';
import { modelNamed } from '../models/modelOf.ts';
import { chosenModel } from '../models/modelsPanel.tsx';
import type { PageState } from '../state/state.ts';
import { ContextMeter } from './contextMeter.tsx';

/** The bar below the input: attach, the model, send or stop. */
export function ComposerBar(properties: {
  readonly state: PageState;
  readonly running: boolean;
  readonly onAttach: (files: readonly File[]) => void;
}) {
  const { state, running, onAttach } = properties;
  const app = useApp();
  const texts = useTexts();
  const file = useRef<HTMLInputElement>(null);
  const canSelect = state.abilities.methods.has(IdeSelectionRequest.method);
  return (
    <div class="composer-bar">
      <IconButton icon="attach" label={texts.attachFile} onClick={() => file.current?.click()} />
      <input
        ref={file}
        class="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={texts.attachFile}
        onChange={(event) => {
          onAttach([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {canSelect && (
        <IconButton
          icon="selection"
          label={texts.attachSelection}
          onClick={() => app.run(attachSelection(app))}
        />
      )}
      <ModelButton state={state} />
      <ContextMeter state={state} />
      <span class="hint">{texts.askHint}</span>
      {running ? (
        <IconButton
          icon="stop"
          class="round"
          label={texts.stopHint}
          onClick={() => app.run(app.turns.stop())}
        />
      ) : (
        <IconButton
          icon="send"
          class="round primary"
          label={texts.send}
          submits
          disabled={!state.drafts[state.current]?.text.trim() || state.connection !== 'connected'}
        />
      )}
    </div>
  );
}

async function attachSelection(app: App): Promise<void> {
  const item = await app.client.request(IdeSelectionRequest, {});
  if (item !== null) app.drafts.add([item]);
}

function ModelButton({ state }: { readonly state: PageState }) {
  const app = useApp();
  const texts = useTexts();
  const name = chosenModel(state);
  const model = modelNamed(state.models, name);
  return (
    <button
      type="button"
      class="model-button"
      aria-haspopup="dialog"
      aria-label={`${texts.model}: ${name ?? texts.noModel}`}
      onClick={() => app.set({ panel: 'models' })}
    >
      <span class="model-name">{name ?? texts.noModel}</span>
      {model?.cloud && <span class="badge warning">{texts.cloud}</span>}
      {state.status?.state === 'builtin' && (
        <span class="badge" title={state.status.limits}>
          {texts.builtin}
        </span>
      )}
    </button>
  );
}
