import type { TurnRecord } from '@condenser/protocol';
import { CondenserError } from '../errors.ts';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Turn } from './conversation.ts';

/**
 * A turn as clients get it. One that has no end and runs nowhere was interrupted: that is said, and
 * nothing is written, for the process that answers it may still be heard of.
 */
export function toTurnRecord(turn: Turn, runs: boolean, wording: Wording): TurnRecord {
  const interrupted = turn.stopReason === undefined && !runs;
  const stopReason = interrupted ? 'error' : turn.stopReason;
  const error = interrupted
    ? toWireError(new CondenserError('interrupted', {}), wording)
    : turn.error;
  const { model, standaloneQuestion, usage } = turn;
  return {
    turnId: turn.turnId,
    clientTurnId: turn.clientTurnId,
    parentTurnId: turn.parentTurnId,
    createdAt: turn.createdAt,
    text: turn.text,
    context: [...turn.context],
    strategy: turn.strategy,
    ...(model === undefined ? {} : { model }),
    ...(standaloneQuestion === undefined ? {} : { standaloneQuestion }),
    answer: turn.answer,
    thinking: turn.thinking,
    notices: turn.notices,
    ...(usage === undefined ? {} : { usage }),
    ...(stopReason === undefined ? {} : { stopReason }),
    ...(error === undefined ? {} : { error }),
  };
}
