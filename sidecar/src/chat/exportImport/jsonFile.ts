import { ConversationSummary, Uuid } from '@condenser/protocol';
import * as z from 'zod';
import { CondenserError } from '../../errors.ts';
import { type Conversation, summarize, type Turn, turnsInOrder } from '../../store/conversation.ts';
import { renameFormat1Fields } from '../../store/format1.ts';
import { StoredTurn } from '../../store/records.ts';
import { firstProblem } from '../../validation.ts';

const FORMAT = 'condenser-conversations';
const VERSION = 1;

/** A turn, with the fields that the prompts of later turns need. Older exports have older names. */
const ExportedTurn = z.preprocess(
  renameFormat1Fields,
  StoredTurn.omit({ process: true, options: true }),
);

const ExportedConversation = z.object({
  ...ConversationSummary.pick({ title: true, titleSource: true, createdAt: true }).shape,
  conversationId: Uuid,
  workspaceUri: z.string().optional(),
  turns: z.array(ExportedTurn),
});
export type ExportedConversation = z.infer<typeof ExportedConversation>;

/** The format of a JSON export, which an import takes. */
const ExportFile = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  conversations: z.array(ExportedConversation),
});

/** Conversations as one JSON document. */
export function toJsonFile(conversations: readonly Conversation[]): string {
  const file: z.infer<typeof ExportFile> = {
    format: FORMAT,
    version: VERSION,
    conversations: conversations.map((conversation) => {
      const { conversationId, title, titleSource, workspaceUri, createdAt } =
        summarize(conversation);
      return {
        conversationId,
        title,
        titleSource,
        workspaceUri,
        createdAt,
        turns: turnsInOrder(conversation).map(toExported),
      };
    }),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * Reads a JSON export.
 *
 * @throws `invalidParams` naming the invalid field.
 */
export function parseJsonFile(text: string): ExportedConversation[] {
  const method = 'conversation/import';
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const problem = 'must be valid JSON';
    throw new CondenserError('invalidParams', { method, field: 'text', problem }, { cause });
  }
  const parsed = ExportFile.safeParse(value);
  if (parsed.success) return parsed.data.conversations;
  throw new CondenserError('invalidParams', {
    method,
    ...firstProblem(parsed.error, 'text', ['text']),
  });
}

function toExported(turn: Turn): z.infer<typeof ExportedTurn> {
  const { position: _position, process: _process, ...rest } = turn;
  return rest;
}
