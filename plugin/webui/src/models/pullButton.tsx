import type { TransferProgress } from '@condenser/protocol/light';
import { useApp, useStored, useTexts } from '../app/context.ts';
import { bytes } from '../i18n/format.ts';

/** Downloads a model through Ollama, and shows the progress. */
export function PullButton({ model }: { readonly model: string }) {
  const app = useApp();
  const texts = useTexts();
  // The button is also in turns, which are memoized.
  const progress = useStored(({ transfers }) => transfers[model]);
  if (progress) return <Progress model={model} progress={progress} />;
  return (
    <button type="button" class="button primary" onClick={() => app.run(app.models.pull(model))}>
      {texts.pullModel(model)}
    </button>
  );
}

/** The progress of a download, with a button to cancel it. */
export function Progress(properties: {
  readonly model: string;
  readonly progress: TransferProgress;
}) {
  const { model, progress } = properties;
  const app = useApp();
  const texts = useTexts();
  const { completed, total, bytesPerSecond, secondsLeft } = progress;
  const facts = [
    total > 0 && `${bytes(completed)} / ${bytes(total)}`,
    bytesPerSecond !== undefined && `${bytes(bytesPerSecond)}/s`,
    secondsLeft !== undefined &&
      texts.timeLeft(Math.floor(secondsLeft / 60), Math.round(secondsLeft % 60)),
  ].filter(Boolean);
  return (
    <div class="transfer">
      <progress
        aria-label={texts.pulling(model)}
        max={1}
        value={total > 0 ? completed / total : undefined}
      />
      <span class="transfer-facts">
        {texts.pulling(model)} {facts.join(' · ')}
      </span>
      <button type="button" class="button" onClick={() => app.run(app.models.cancelPull(model))}>
        {texts.cancel}
      </button>
    </div>
  );
}
