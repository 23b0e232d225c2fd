import { ErrorCode, type WireError } from '@condenser/protocol/light';
import { useState } from 'preact/hooks';
import { BuiltinButton } from './builtinButton.tsx';
import { useApp, useWords } from './context.ts';
import { PullButton } from './pullButton.tsx';

/** What went wrong, what to do about it, and the button that does it. */
export function ErrorCard(properties: { readonly error: WireError; readonly turnId?: string }) {
  const { error, turnId } = properties;
  const app = useApp();
  const words = useWords();
  return (
    <div class="card error" role="alert">
      <strong>{error.message}</strong>
      {error.data?.whatToDo && <p>{error.data.whatToDo}</p>}
      <div class="buttons">
        <Remedies error={error} />
        {turnId !== undefined && (
          <button type="button" class="button" onClick={() => app.turns.retry(turnId)}>
            {words.tryAgain}
          </button>
        )}
      </div>
    </div>
  );
}

/** The buttons that help against this kind of error. */
export function Remedies({ error }: { readonly error: Pick<WireError, 'code' | 'data'> }) {
  const app = useApp();
  const words = useWords();
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
          {words.pickModel}
        </button>
      )}
      {nothingAnswers && <BuiltinButton />}
      <button type="button" class="button" onClick={() => app.set({ panel: 'doctor' })}>
        {words.runDoctor}
      </button>
      {methods.has('ide/openLog') && (
        <button
          type="button"
          class="button"
          onClick={(event) => app.run(app.actions.openLog(event))}
        >
          {words.openLog}
        </button>
      )}
    </>
  );
}

function StartOllama() {
  const app = useApp();
  const words = useWords();
  const [starting, setStarting] = useState(false);
  const start = () => {
    setStarting(true);
    app.run(app.startOllama().finally(() => setStarting(false)));
  };
  return (
    <button type="button" class="button primary" disabled={starting} onClick={start}>
      {starting ? words.starting : words.startOllama}
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
