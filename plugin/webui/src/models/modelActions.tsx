import {
  ModelDeleteRequest,
  ModelPreloadRequest,
  type ModelSummary,
  ModelUnloadRequest,
} from '@condenser/protocol/light';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { bytes } from '../i18n/format.ts';

/** A model's memory use, and its actions: load, unload, options, delete. */
export function ModelActions({ model }: { readonly model: ModelSummary }) {
  const app = useApp();
  const texts = useTexts();
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
          {texts.options}
        </button>
      )}
      <button
        type="button"
        class="text-button delete"
        ref={(button) => {
          // A user who cancels the question gets the focus back.
          if (!button || !wasAsked.current) return;
          wasAsked.current = false;
          button.focus();
        }}
        onClick={() => {
          wasAsked.current = true;
          setAsking(true);
        }}
      >
        {texts.delete}
      </button>
    </div>
  );
}

/** Into memory, or out of it. */
function LoadButton({ model }: { readonly model: ModelSummary }) {
  const app = useApp();
  const texts = useTexts();
  const [busy, setBusy] = useState(false);
  const { name, loaded, cloud } = model;
  if (cloud) return null;
  const toggle = () => {
    setBusy(true);
    const work: Promise<unknown> = loaded
      ? app.client.request(ModelUnloadRequest, { model: name })
      : app.client.request(ModelPreloadRequest, { model: name });
    app.run(work.finally(() => setBusy(false)));
  };
  return (
    <button
      type="button"
      class={loaded ? 'text-button unload' : 'text-button preload'}
      disabled={busy}
      onClick={toggle}
    >
      {loaded ? texts.unload : busy ? texts.preloading : texts.preload}
    </button>
  );
}

/** Replaces the buttons by a question; Cancel has the focus. */
function DeleteQuestion(properties: { readonly model: ModelSummary; readonly onDone: () => void }) {
  const { model, onDone } = properties;
  const app = useApp();
  const texts = useTexts();
  const cancel = useRef<HTMLButtonElement>(null);
  // Before the next key press.
  useLayoutEffect(() => cancel.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, this groups two buttons.
    <div class="model-actions asking" role="group" aria-label={texts.delete}>
      <span class="delete-question">{texts.deleteModel(model.name, bytes(model.size))}</span>
      <button
        type="button"
        class="button delete-now"
        onClick={() => {
          onDone();
          app.run(app.client.request(ModelDeleteRequest, { model: model.name }));
        }}
      >
        {texts.delete}
      </button>
      <button type="button" class="button" ref={cancel} onClick={onDone}>
        {texts.cancel}
      </button>
    </div>
  );
}

function Memory({ model }: { readonly model: ModelSummary }) {
  const app = useApp();
  const texts = useTexts();
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
    texts.inMemory(bytes(size)),
    share === 0 ? texts.onCpu : texts.onGpu(share),
    contextWindow !== undefined && texts.loadedWindow(contextWindow),
    expiresAt === undefined ? texts.loadedForever : texts.loadedUntil(time(expiresAt)),
  ];
  return <span class="model-memory">{facts.filter(Boolean).join(' · ')}</span>;
}
