import { ConversationSummary, Timestamp, TurnRecord, Uuid } from '@condenser/protocol';
import * as z from 'zod';
import { CondenserError, messageOf } from '../../errors.ts';
import { type Conversation, summarize, type Turn, turnsInOrder } from '../../store/conversation.ts';
import {
  StoredContext,
  StoredNotices,
  StoredUsage,
  withoutOddFields,
} from '../../store/storedFacts.ts';

const FORMAT = 'condenser-conversations';
const VERSION = 1;

/** A turn with what the next turn's prompt repeats of it. An odd fact never costs the text. */
const ExchangedTurn = withoutOddFields(
  TurnRecord.extend({
    context: StoredContext,
    notices: StoredNotices,
    usage: StoredUsage.optional(),
    asking: z.string().optional(),
    firstTurn: z.int().nonnegative().optional(),
    endedAt: Timestamp.optional(),
  }),
);

const ExchangedConversation = z.object({
  ...ConversationSummary.pick({ title: true, titleSource: true, createdAt: true }).shape,
  conversationId: Uuid,
  workspaceUri: z.string().optional(),
  turns: z.array(ExchangedTurn),
});
export type ExchangedConversation = z.infer<typeof ExchangedConversation>;

/** What an export as JSON is, and an import takes. */
const ExchangeFile = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  conversations: z.array(ExchangedConversation),
});

/** Conversations as one JSON document. */
export function toExchangeFile(conversations: readonly Conversation[]): string {
  const file: z.infer<typeof ExchangeFile> = {
    format: FORMAT,
    version: VERSION,
    conversations: conversations.map((conversation) => {
      const { conversationId, title, titleSource, workspaceUri, createdAt } =
        summarize(conversation);
      return {
        conversationId,
        title,
        titleSource,
        ...(workspaceUri === undefined ? {} : { workspaceUri }),
        createdAt,
        turns: turnsInOrder(conversation).map(toExchanged),
      };
    }),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * The conversations of an exported document.
 *
 * @throws `invalidParams` naming the field that is wrong. Nothing is taken in then.
 */
export function parseExchangeFile(text: string): ExchangedConversation[] {
  const method = 'conversation/import';
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const problem = messageOf(cause);
    throw new CondenserError('invalidParams', { method, field: 'text', problem }, { cause });
  }
  const parsed = ExchangeFile.safeParse(value);
  if (parsed.success) return parsed.data.conversations;
  const [issue] = parsed.error.issues;
  const field = ['text', ...(issue?.path ?? [])].map(String).join('.');
  throw new CondenserError('invalidParams', {
    method,
    field,
    problem: issue?.message ?? 'invalid',
  });
}

function toExchanged(turn: Turn): z.infer<typeof ExchangedTurn> {
  const { position: _position, process: _process, context, ...rest } = turn;
  return { ...rest, context: [...context] };
}
