import type { BuiltinPart } from '@condenser/protocol/light';
import { useApp, useStored, useTexts } from '../app/context.ts';
import { bytes } from '../i18n/format.ts';
import type { PageState } from '../state/state.ts';

/** Switches to the built-in model; lists the downloads that it needs first. */
export function BuiltinButton() {
  const app = useApp();
  const texts = useTexts();
  const { builtin, status } = useShown();
  if (status?.state === 'builtin') return null;
  const start = () => void app.builtin.start();
  const cancel = (
    <button type="button" class="button" onClick={() => app.builtin.cancel()}>
      {texts.cancel}
    </button>
  );
  if (builtin?.step === 'asks') {
    const total = builtin.missing.reduce((sum, part) => sum + part.size, 0);
    return (
      <div class="builtin-model">
        <Parts parts={builtin.missing} />
        <div class="buttons">
          <button type="button" class="button primary" onClick={start}>
            {texts.downloadBuiltin(bytes(total))}
          </button>
          {cancel}
        </div>
      </div>
    );
  }
  if (builtin?.step === 'downloading') {
    const { part, fraction } = builtin;
    return (
      <div class="transfer">
        <progress aria-label={texts.pulling(part)} max={1} value={fraction} />
        <span class="transfer-facts">{`${texts.pulling(part)} ${Math.round(fraction * 100)} %`}</span>
        {cancel}
      </div>
    );
  }
  const starting = builtin?.step === 'starting';
  const button = (
    <button type="button" class="button use-builtin" disabled={starting} onClick={start}>
      {starting ? texts.starting : texts.useBuiltin}
    </button>
  );
  if (builtin?.step !== 'failed') return button;
  const { message, data } = builtin.error;
  return (
    <div class="builtin-model" role="alert">
      <strong>{message}</strong>
      {data?.whatToDo && <p>{data.whatToDo}</p>}
      <div class="buttons">{button}</div>
    </div>
  );
}

function Parts({ parts }: { readonly parts: readonly BuiltinPart[] }) {
  const texts = useTexts();
  return (
    <>
      <p>{texts.builtinParts}</p>
      <ul>
        {parts.map((part) => (
          <li key={part.what}>{texts.builtinPart(part.what, bytes(part.size), part.source)}</li>
        ))}
      </ul>
    </>
  );
}

/** The button is also in turns, which are memoized. */
function useShown(): Pick<PageState, 'builtin' | 'status'> {
  return useStored((state) => state);
}
