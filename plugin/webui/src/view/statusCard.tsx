import { ErrorCode } from '@condenser/protocol';
import type { PageState } from '../state/state.ts';
import { useWords } from './context.ts';
import { Remedies } from './errorCard.tsx';

/** Says before anybody asks that no answer can come, and what helps. */
export function StatusCard({ state }: { readonly state: PageState }) {
  const words = useWords();
  const { status } = state;
  if (status === undefined || state.connection !== 'connected') return null;
  if (status.state !== 'unreachable' && status.state !== 'noModel') return null;
  const unreachable = status.state === 'unreachable';
  const code = unreachable ? ErrorCode.ollamaUnreachable : ErrorCode.modelMissing;
  return (
    <div class="card error status-card" role="status">
      <strong>{status.why}</strong>
      {status.whatToDo && <p>{status.whatToDo}</p>}
      {unreachable && <p class="quiet">{words.useBuiltin}</p>}
      <div class="buttons">
        <Remedies error={{ code }} />
      </div>
    </div>
  );
}
