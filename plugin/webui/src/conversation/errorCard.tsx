import { ErrorCode, type WireError } from '@condenser/protocol/light';
import { useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { BuiltinButton } from '../models/builtinButton.tsx';
import { PullButton } from '../models/pullButton.tsx';
import type { PageState } from '../state/state.ts';

/** An error, its remedy, and the buttons that apply it. */
export function ErrorCard(properties: { readonly error: WireError; readonly turnId?: string }) {
  const { error, turnId } = properties;
  const app = useApp();
  const texts = useTexts();
  return (
    <div class="card error" role="alert">
      <strong>{error.message}</strong>
      {error.data?.whatToDo && <p>{error.data.whatToDo}</p>}
      <div class="buttons">
        <Remedies error={error} />
        {turnId !== undefined && (
          <button type="button" class="button" onClick={() => app.turns.retry(turnId)}>
            {texts.tryAgain}
          </button>
        )}
      </div>
    </div>
  );
}

/** The buttons for this kind of error. */
export function Remedies({ error }: { readonly error: Pick<WireError, 'code' | 'data'> }) {
  const app = useApp();
  const texts = useTexts();
  const { unreachable, needsModel, missing, nothingAnswers } = kindOf(error);
  const { methods } = app.store.state.abilities;
  return (
    <>
      {unreachable && <StartOllama />}
      {missing !== undefined && <PullButton model={missing} />}
      {needsModel && (
        <button
          type="button"
          class={missing === undefined ? 'button primary' : 'button'}
          onClick={() => app.set({ panel: 'models' })}
        >
          {texts.pickModel}
        </button>
      )}
      {nothingAnswers && <BuiltinButton />}
      <button type="button" class="button" onClick={() => app.set({ panel: 'doctor' })}>
        {texts.runDoctor}
      </button>
      {methods.has('ide/openLog') && (
        <button
          type="button"
          class="button"
          onClick={(event) => app.run(app.actions.openLog(event))}
        >
          {texts.openLog}
        </button>
      )}
    </>
  );
}

function StartOllama() {
  const app = useApp();
  const texts = useTexts();
  const [starting, setStarting] = useState(false);
  const start = () => {
    setStarting(true);
    app.run(app.models.startOllama().finally(() => setStarting(false)));
  };
  return (
    <button type="button" class="button primary" disabled={starting} onClick={start}>
      {starting ? texts.starting : texts.startOllama}
    </button>
  );
}

function kindOf({ code, data }: Pick<WireError, 'code' | 'data'>) {
  const model = data?.model;
  const isMissing = code === ErrorCode.modelMissing && typeof model === 'string' && model !== '';
  const needsModel: number[] = [
    ErrorCode.modelMissing,
    ErrorCode.outOfMemory,
    ErrorCode.notSupported,
  ];
  const unreachable = code === ErrorCode.ollamaUnreachable;
  return {
    missing: isMissing ? String(model) : undefined,
    unreachable,
    // Without the name of a model that is missing there is none at all.
    nothingAnswers: unreachable || (code === ErrorCode.modelMissing && !isMissing),
    needsModel: needsModel.includes(code),
  };
}

/** Shows that the server or a model is missing, before a question fails. */
export function StatusCard(properties: {
  readonly state: PageState;
  /** The error code of the last turn, which is not shown twice. */
  readonly shownCode: number | undefined;
}) {
  const { state, shownCode } = properties;
  const { status } = state;
  if (status === undefined || state.connection !== 'connected') return null;
  if (status.state !== 'unreachable' && status.state !== 'noModel') return null;
  const unreachable = status.state === 'unreachable';
  const code = unreachable ? ErrorCode.ollamaUnreachable : ErrorCode.modelMissing;
  if (shownCode === code) return null;
  return (
    <div class="card error status-card" role="status">
      <strong>{status.why}</strong>
      {status.whatToDo && <p>{status.whatToDo}</p>}
      <div class="buttons">
        <Remedies error={{ code }} />
      </div>
    </div>
  );
}
