import { Strategy } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { TurnRequest } from '../../chat/turnRequest.ts';

/** What a person chose for a conversation on the command line. */
export interface Chosen {
  /** The conversation that goes on: its id, or the beginning of it. */
  readonly conversation: string | undefined;
  /** By flag; a setting is for conversations that have no model of their own. */
  readonly model: string | undefined;
  readonly strategy: string | undefined;
}

/** What of a choice goes with a turn. */
export type TurnChoice = Pick<TurnRequest, 'conversationId' | 'model' | 'strategy'>;

/**
 * What of a choice goes with a turn.
 *
 * @throws `notFound`, `ambiguousId`, `conversationDeleted`
 */
export async function turnChoice(
  application: Application,
  { conversation: beginning, model, strategy }: Chosen,
): Promise<TurnChoice> {
  if (beginning === undefined) return {};
  const { conversationId } = await application.chat.conversations.findToContinue(beginning);
  return {
    conversationId,
    ...(model === undefined ? {} : { model }),
    ...(strategy === undefined ? {} : { strategy: Strategy.parse(strategy) }),
  };
}
