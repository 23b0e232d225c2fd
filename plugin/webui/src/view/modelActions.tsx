import type { ModelSummary } from '@condenser/protocol';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp, useWords } from './context.ts';
import { bytes } from './figures.ts';

/** What a model holds of the memory, and what can be done about it and about its files. */
export function ModelActions({ model }: { readonly model: ModelSummary }) {
  const app = useApp();
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const { name, loaded, cloud } = model;
  const run = (work: Promise<void>) => {
    setBusy(true);
    app.run(work.finally(() => setBusy(false)));
  };
  if (asking) return <DeleteQuestion model={model} onDone={() => setAsking(false)} />;
  return (
    <div class="model-actions">
      <Memory model={model} />
      {loaded && (
        <button
          type="button"
          class="text-button unload"
          disabled={busy}
          onClick={() => run(app.machine.unload(name))}
        >
          {words.unload}
        </button>
      )}
      {!loaded && !cloud && (
        <button
          type="button"
          class="text-button preload"
          disabled={busy}
          onClick={() => run(app.machine.preload(name))}
        >
          {busy ? words.preloading : words.preload}
        </button>
      )}
      {model.chat && (
        <button
          type="button"
          class="text-button model-options"
          onClick={() => app.set({ panel: 'modelOptions', optionsModel: name })}
        >
          {words.options}
        </button>
      )}
      <button type="button" class="text-button delete" onClick={() => setAsking(true)}>
        {words.delete}
      </button>
    </div>
  );
}

/** Asked in the place of the buttons; the focus is on the way back. */
function DeleteQuestion(properties: { readonly model: ModelSummary; readonly onDone: () => void }) {
  const { model, onDone } = properties;
  const app = useApp();
  const words = useWords();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
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
