import { Strategy } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { TurnRequest } from '../../chat/turnRequest.ts';

/** The options of the command line for a conversation. */
export interface Chosen {
  /** The conversation to continue: its ID or the beginning of it. */
  readonly conversation: string | undefined;
  /** Set by flag. The setting applies only to conversations without a model of their own. */
  readonly model: string | undefined;
  readonly strategy: string | undefined;
}

/** The parameters of a turn that the options determine. */
export type TurnChoice = Pick<TurnRequest, 'conversationId' | 'model' | 'strategy'>;

/**
 * Resolves the options. Without a conversation, the application applies the flags itself.
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
    model,
    strategy: strategy === undefined ? undefined : Strategy.parse(strategy),
  };
}
