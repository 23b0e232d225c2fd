import type { ModelSummary } from '@condenser/protocol';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp, useWords } from '../app/context.ts';
import { bytes } from '../i18n/format.ts';

/** What a model holds of the memory, and what can be done about it and about its files. */
export function ModelActions({ model }: { readonly model: ModelSummary }) {
  const app = useApp();
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const wasAsked = useRef(false);
  if (asking) return <DeleteQuestion model={model} onDone={() => setAsking(false)} />;
  return (
    <div class="model-actions">
      <Memory model={model} />
      <LoadButton model={model} />
      {model.chat && (
        <button
          type="button"
          class="text-button model-options"
          onClick={() => app.set({ panel: 'modelOptions', optionsModel: model.name })}
        >
          {words.options}
        </button>
      )}
      <button
        type="button"
        class="text-button delete"
        ref={(button) => {
          // Who was asked and went back is where they were.
          if (!button || !wasAsked.current) return;
          wasAsked.current = false;
          button.focus();
        }}
        onClick={() => {
          wasAsked.current = true;
          setAsking(true);
        }}
      >
        {words.delete}
      </button>
    </div>
  );
}

/** Into memory, or out of it. */
function LoadButton({ model }: { readonly model: ModelSummary }) {
  const app = useApp();
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const { name, loaded, cloud } = model;
  if (cloud) return null;
  const run = (work: Promise<void>) => {
    setBusy(true);
    app.run(work.finally(() => setBusy(false)));
  };
  return (
    <button
      type="button"
      class={loaded ? 'text-button unload' : 'text-button preload'}
      disabled={busy}
      onClick={() => run(loaded ? app.machine.unload(name) : app.machine.preload(name))}
    >
      {loaded ? words.unload : busy ? words.preloading : words.preload}
    </button>
  );
}

/** Asked in the place of the buttons; the focus is on the way back. */
function DeleteQuestion(properties: { readonly model: ModelSummary; readonly onDone: () => void }) {
  const { model, onDone } = properties;
  const app = useApp();
  const words = useWords();
  const cancel = useRef<HTMLButtonElement>(null);
  // Before the next key can come.
  useLayoutEffect(() => cancel.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, this groups two buttons.
    <div class="model-actions asking" role="group" aria-label={words.delete}>
      <span class="delete-question">{words.deleteModel(model.name, bytes(model.size))}</span>
      <button
        type="button"
        class="button delete-now"
        onClick={() => {
          onDone();
          app.run(app.machine.remove(model.name));
        }}
      >
        {words.delete}
      </button>
      <button type="button" class="button" ref={cancel} onClick={onDone}>
        {words.cancel}
      </button>
    </div>
  );
}

function Memory({ model }: { readonly model: ModelSummary }) {
  const app = useApp();
  const words = useWords();
  const { memory } = model;
  if (!memory) return <span class="model-memory" />;
  const { size, gpuSize, contextWindow, expiresAt } = memory;
  const share = size > 0 ? Math.round((100 * gpuSize) / size) : 0;
  const time = (at: string) =>
    new Date(at).toLocaleTimeString(app.store.state.language, {
      hour: '2-digit',
      minute: '2-digit',
    });
  const facts = [
    words.inMemory(bytes(size)),
    share === 0 ? words.onProcessor : words.onGraphicsCard(share),
    contextWindow !== undefined && words.loadedWindow(contextWindow),
    expiresAt === undefined ? words.loadedForever : words.loadedUntil(time(expiresAt)),
  ];
  return <span class="model-memory">{facts.filter(Boolean).join(' · ')}</span>;
}
