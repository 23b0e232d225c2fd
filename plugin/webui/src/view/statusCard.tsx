import { ErrorCode } from '@condenser/protocol/light';
import type { PageState } from '../state/state.ts';
import { Remedies } from './errorCard.tsx';

/** Says before anybody asks that no answer can come, and what helps. */
export function StatusCard(properties: {
  readonly state: PageState;
  /** The error of the last turn that is shown: what it says is not said twice. */
  readonly said: number | undefined;
}) {
  const { state, said } = properties;
  const { status } = state;
  if (status === undefined || state.connection !== 'connected') return null;
  if (status.state !== 'unreachable' && status.state !== 'noModel') return null;
  const unreachable = status.state === 'unreachable';
  const code = unreachable ? ErrorCode.ollamaUnreachable : ErrorCode.modelMissing;
  if (said === code) return null;
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
