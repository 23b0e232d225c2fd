import { TurnRecord } from '@condenser/protocol';
import { CondenserError } from '../errors.ts';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Turn } from './conversation.ts';

const WIRE_FIELDS = TurnRecord.keyof().options;

/**
 * A turn as clients get it. One that has no end and is not running was interrupted: clients are told,
 * but nothing is written, as its process may only seem to be gone.
 */
export function toTurnRecord(turn: Turn, isRunning: boolean, wording: Wording): TurnRecord {
  const record = pick(turn, WIRE_FIELDS);
  if (turn.stopReason !== undefined || isRunning) return record;
  return {
    ...record,
    stopReason: 'error',
    error: toWireError(new CondenserError('interrupted', {}), wording),
  };
}

function pick<Value extends object, Key extends keyof Value>(
  value: Value,
  keys: readonly Key[],
): Pick<Value, Key> {
  return Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<Value, Key>;
}
