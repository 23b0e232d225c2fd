import { ChatSendResult, RunningTurn, TurnRecord } from '@condenser/protocol';
import { CondenserError } from '../errors.ts';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Conversation, Turn } from '../store/conversation.ts';

// What clients see of a turn: the fields that each schema of the protocol names.
const recordFields = TurnRecord.keyof().options;
const resultFields = ChatSendResult.omit({ conversationId: true }).keyof().options;
const runningFields = RunningTurn.omit({ conversationId: true }).keyof().options;

/** A turn as `conversation/get` returns it. `running` tells whether some process answers it. */
export function toTurnRecord(turn: Turn, running: boolean, wording: Wording): TurnRecord {
  return { ...pick(turn, recordFields), ...(running ? {} : ending(turn, wording)) };
}

/** The result of `chat/send` for a turn that has ended. */
export function toResult(conversation: Conversation, turn: Turn, wording: Wording): ChatSendResult {
  const { conversationId } = conversation;
  return { conversationId, ...pick(turn, resultFields), ...ending(turn, wording) };
}

/** A running turn, as far as it has come. */
export function toRunningTurn({ conversationId }: Conversation, turn: Turn): RunningTurn {
  return { conversationId, ...pick(turn, runningFields) };
}

/**
 * How a turn ended that is not running. Without a stop reason it was interrupted. That is not
 * written to the file: the process that answers the turn may still append to it.
 */
function ending({ stopReason, error }: Turn, wording: Wording) {
  if (stopReason !== undefined) return { stopReason, error };
  return {
    stopReason: 'error' as const,
    error: toWireError(new CondenserError('interrupted', {}), wording),
  };
}

function pick<Source extends object, Key extends keyof Source>(
  source: Source,
  keys: readonly Key[],
): Pick<Source, Key> {
  const picked: Partial<Pick<Source, Key>> = {};
  for (const key of keys) picked[key] = source[key];
  return picked as Pick<Source, Key>;
}
