import { useRef } from 'preact/hooks';
import { useApp, useWords } from '../app/context.ts';
import { IconButton } from '../controls/iconButton.tsx';
import { modelNamed } from '../models/modelOf.ts';
import { chosenModel } from '../models/modelsPanel.tsx';
import type { PageState } from '../state/state.ts';
import { ContextMeter } from './contextMeter.tsx';

/** Below the input: what can be attached, which model answers, send or stop. */
export function ComposerBar(properties: {
  readonly state: PageState;
  readonly running: boolean;
  readonly onAttach: (files: readonly File[]) => void;
}) {
  const { state, running, onAttach } = properties;
  const app = useApp();
  const words = useWords();
  const file = useRef<HTMLInputElement>(null);
  const canSelect = state.abilities.methods.has('ide/selection');
  return (
    <div class="composer-bar">
      <IconButton icon="attach" label={words.attachFile} onClick={() => file.current?.click()} />
      <input
        ref={file}
        class="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={words.attachFile}
        onChange={(event) => {
          onAttach([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {canSelect && (
        <IconButton
          icon="selection"
          label={words.attachSelection}
          onClick={() => app.run(app.attachSelection())}
        />
      )}
      <ModelButton state={state} />
      <ContextMeter state={state} />
      <span class="hint">{words.askHint}</span>
      {running ? (
        <IconButton
          icon="stop"
          class="round"
          label={words.stopHint}
          onClick={() => app.run(app.turns.stop())}
        />
      ) : (
        <button
          type="submit"
          class="icon-button round primary"
          aria-label={words.send}
          title={words.send}
          disabled={!state.drafts[state.current]?.text.trim() || state.connection !== 'connected'}
        >
          <SendIcon />
        </button>
      )}
    </div>
  );
}

function SendIcon() {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M8 13V3.5M4 7l4-4 4 4" />
    </svg>
  );
}

function ModelButton({ state }: { readonly state: PageState }) {
  const app = useApp();
  const words = useWords();
  const name = chosenModel(state);
  const model = modelNamed(state.models, name);
  return (
    <button
      type="button"
      class="model-button"
      aria-haspopup="dialog"
      aria-label={`${words.model}: ${name ?? words.noModel}`}
      onClick={() => app.set({ panel: 'models' })}
    >
      <span class="model-name">{name ?? words.noModel}</span>
      {model?.cloud && <span class="badge warning">{words.cloud}</span>}
      {state.status?.state === 'builtin' && (
        <span class="badge" title={state.status.limits}>
          {words.builtin}
        </span>
      )}
    </button>
  );
}
