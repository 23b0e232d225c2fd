import * as z from 'zod';
import { Strategy, Timestamp, Uuid } from './common.ts';
import { Draft, OtherDrafts } from './draft.ts';
import { exampleIds } from './examples.ts';
import { notification, request } from './message.ts';
import { ChatOptions } from './settings.ts';
import { exampleTurn, TurnRecord } from './turn.ts';

/** Why the file of a conversation is damaged. Other conversations are not affected. */
export const ConversationDamage = z.object({
  kind: z
    .enum(['unreadable', 'notAFile', 'tooLarge', 'empty', 'noTurns', 'newerVersion', 'lines'])
    .meta({
      description:
        '`unreadable`: the operating system denies access. `notAFile`: a folder, a pipe or a ' +
        'device. `tooLarge`: the file exceeds the size limit. `empty`, `noTurns`: the file contains ' +
        'no turns. `newerVersion`: a newer version wrote the file; what is readable is shown, and ' +
        'the file is not written to. `lines`: some lines are malformed and skipped.',
    }),
  message: z.string().meta({ description: 'Message for the user, localized.' }),
});
export type ConversationDamage = z.infer<typeof ConversationDamage>;

/** A conversation without its turns, as in a list. */
export const ConversationSummary = z.object({
  conversationId: Uuid,
  title: z.string().meta({ description: 'Derived from the first question until it is replaced.' }),
  titleSource: z.enum(['question', 'model', 'person']).meta({
    description: 'Origin of the title: the first question, the model, or the user (`person`).',
  }),
  workspaceUri: z.string().optional().meta({ description: 'The project it belongs to.' }),
  createdAt: Timestamp,
  updatedAt: Timestamp.meta({ description: 'When its last turn started or finished.' }),
  turnCount: z.int().nonnegative().meta({ description: 'Number of turns in all branches.' }),
  model: z.string().optional().meta({ description: 'The model for the next turn.' }),
  strategy: Strategy.optional().meta({
    description: 'The strategy for the next turn. Absent: as in the settings.',
  }),
  options: ChatOptions.optional().meta({
    description: 'The options for the next turn. Absent: as in the settings.',
  }),
  running: z.boolean().meta({
    description: 'Whether a turn is running, in this process or another one with the data folder.',
  }),
  deletedAt: Timestamp.optional().meta({ description: 'Present while it is in the trash.' }),
  damaged: ConversationDamage.optional().meta({
    description: 'Present if its file is damaged, completely or in part.',
  }),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

export const exampleSummary: ConversationSummary = {
  conversationId: exampleIds.conversationId,
  title: 'Reading a file line by line',
  titleSource: 'model',
  workspaceUri: 'file:///home/ada/notes',
  createdAt: '2026-11-24T09:12:44.000Z',
  updatedAt: '2026-11-24T09:14:02.118Z',
  turnCount: 2,
  model: 'qwen2.5-coder:7b',
  running: false,
};

const conversationId = Uuid;
const workspaceUri = z
  .string()
  .min(1)
  .optional()
  .meta({ description: 'Only conversations of this project. Absent: all projects.' });
const { conversationId: exampleConversationId } = exampleIds;

const ConversationListParams = z.object({
  workspaceUri,
  deleted: z.boolean().default(false).meta({ description: 'List the trash instead.' }),
  limit: z.int().min(1).max(1000).default(50),
  cursor: z.string().optional().meta({ description: '`nextCursor` of the previous page.' }),
});
export type ConversationListParams = z.infer<typeof ConversationListParams>;

export const ConversationListRequest = request({
  method: 'conversation/list',
  direction: 'clientToSidecar',
  doc:
    'Lists conversations in pages, newest first. A conversation with a damaged file is listed too, ' +
    'with `damaged` set.',
  params: ConversationListParams,
  result: z.object({
    conversations: z.array(ConversationSummary),
    nextCursor: z.string().optional().meta({ description: 'Absent on the last page.' }),
  }),
  example: {
    params: { workspaceUri: 'file:///home/ada/notes', limit: 20 },
    result: { conversations: [exampleSummary] },
  },
});

const ConversationGetResult = z.object({
  conversation: ConversationSummary,
  turns: z.array(TurnRecord),
  earlier: z.boolean().meta({ description: 'Whether there are turns before these.' }),
  lastTurnId: Uuid.nullable().meta({ description: 'The default `parentTurnId` of the next turn.' }),
  draft: Draft.optional(),
  otherDrafts: OtherDrafts.optional(),
  unreadableLines: z
    .int()
    .nonnegative()
    .meta({ description: 'Number of malformed lines in its file, which are kept but skipped.' }),
});
export type ConversationGetResult = z.infer<typeof ConversationGetResult>;

export const ConversationGetRequest = request({
  method: 'conversation/get',
  direction: 'clientToSidecar',
  doc:
    'Returns a conversation and its turns in the order they were started. A running turn is ' +
    'returned with what it has so far: the offset of the next `delta` is the length of its `answer`, ' +
    'that of the next `thinking` the length of its `thinking`.',
  params: z.object({
    conversationId,
    before: Uuid.optional().meta({ description: 'Only turns before this one.' }),
    limit: z.int().min(1).optional().meta({
      description: 'Only the last `limit` turns. Absent: all.',
    }),
    pageId: Uuid.optional().meta({
      description: 'The page whose draft is returned as `draft`, as in `page/hello`.',
    }),
  }),
  result: ConversationGetResult,
  errors: ['notFound'],
  example: {
    params: { conversationId: exampleConversationId, limit: 1 },
    result: {
      conversation: exampleSummary,
      turns: [exampleTurn],
      earlier: true,
      lastTurnId: exampleIds.turnId,
      unreadableLines: 0,
    },
  },
});

/** A search match. */
export const SearchHit = z.object({
  conversation: ConversationSummary,
  turnId: Uuid.optional().meta({ description: 'Absent if only the title matches.' }),
  part: z.enum(['title', 'question', 'answer']),
  excerpt: z.string().meta({ description: 'One line of text around the first match.' }),
  matches: z
    .array(z.tuple([z.int().nonnegative(), z.int().positive()]))
    .meta({ description: 'Start and length of each match in the excerpt, in UTF-16 units.' }),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const ConversationSearchRequest = request({
  method: 'conversation/search',
  direction: 'clientToSidecar',
  doc: 'Searches the full text of titles, questions and answers, in any script; best match first.',
  params: z.object({
    query: z.string().min(1),
    workspaceUri,
    limit: z.int().min(1).max(200).default(50),
  }),
  result: z.object({ hits: z.array(SearchHit) }),
  example: {
    params: { query: 'kotlin file' },
    result: {
      hits: [
        {
          conversation: exampleSummary,
          turnId: exampleIds.turnId,
          part: 'question',
          excerpt: 'How do I read a file line by line in Kotlin?',
          matches: [
            [16, 4],
            [37, 6],
          ],
        },
      ],
    },
  },
});

const ConversationUpdateParams = z.object({
  conversationId,
  title: z.string().min(1).max(200).optional(),
  model: z.string().min(1).nullable().optional().meta({ description: 'Null: as in the settings.' }),
  strategy: Strategy.nullable().optional().meta({ description: 'Null: as in the settings.' }),
  options: ChatOptions.nullable().optional().meta({ description: 'Null: as in the settings.' }),
});
export type ConversationUpdateParams = z.infer<typeof ConversationUpdateParams>;

export const ConversationUpdateRequest = request({
  method: 'conversation/update',
  direction: 'clientToSidecar',
  doc:
    'Renames a conversation, or sets the model, strategy and options for its next turns. Absent ' +
    'fields are not changed.',
  params: ConversationUpdateParams,
  result: ConversationSummary,
  errors: ['notFound', 'notSaved'],
  example: {
    params: { conversationId: exampleConversationId, title: 'Reading a file line by line' },
    result: { ...exampleSummary, titleSource: 'person' },
  },
});

export const ConversationDeleteRequest = request({
  method: 'conversation/delete',
  direction: 'clientToSidecar',
  doc:
    'Moves a conversation to the trash, where it stays for at least 30 days, and cancels its ' +
    'running turn. `permanently` erases it immediately and cannot be undone.',
  params: z.object({ conversationId, permanently: z.boolean().default(false) }),
  result: z.object({
    restorableUntil: Timestamp.nullable().meta({ description: 'Null if it was erased.' }),
  }),
  errors: ['notFound', 'notSaved'],
  example: {
    params: { conversationId: exampleConversationId },
    result: { restorableUntil: '2026-12-24T09:20:00.000Z' },
  },
});

export const ConversationRestoreRequest = request({
  method: 'conversation/restore',
  direction: 'clientToSidecar',
  doc: 'Restores a conversation from the trash.',
  params: z.object({ conversationId }),
  result: ConversationSummary,
  errors: ['notFound', 'notSaved'],
  example: { params: { conversationId: exampleConversationId }, result: exampleSummary },
});

export const ConversationExportRequest = request({
  method: 'conversation/export',
  direction: 'clientToSidecar',
  doc: 'Exports conversations as one text: Markdown for reading, or JSON for `conversation/import`.',
  params: z.object({
    conversationIds: z.array(Uuid).min(1).optional().meta({ description: 'Absent: all.' }),
    format: z.enum(['markdown', 'json']),
  }),
  result: z.object({
    fileName: z.string().meta({ description: 'A suggested file name.' }),
    text: z.string(),
    unreadable: z.array(Uuid).optional().meta({
      description: 'Conversations left out because their files cannot be read.',
    }),
  }),
  errors: ['notFound'],
  example: {
    params: { conversationIds: [exampleConversationId], format: 'markdown' },
    result: {
      fileName: 'Reading a file line by line.md',
      text: '# Reading a file line by line\n\n## And in Kotlin?\n\nUse File("notes.txt") …\n',
    },
  },
});

export const ConversationImportRequest = request({
  method: 'conversation/import',
  direction: 'clientToSidecar',
  doc:
    'Imports the JSON of `conversation/export`. Missing turns are added; existing ones are not ' +
    'changed.',
  params: z.object({ text: z.string().min(1) }),
  result: z.object({
    conversationIds: z.array(Uuid).meta({
      description: 'Conversations that were added or got new turns.',
    }),
    turnsAdded: z.int().nonnegative(),
    turnsKnown: z
      .int()
      .nonnegative()
      .meta({ description: 'Number of turns that already existed.' }),
  }),
  errors: ['notSaved'],
  example: {
    params: { text: '{"format":"condenser-conversations","version":1,"conversations":[]}' },
    result: { conversationIds: [], turnsAdded: 0, turnsKnown: 0 },
  },
});

const ConversationChanged = z.object({
  conversationId,
  what: z.enum(['created', 'updated', 'turns', 'draft', 'deleted', 'restored', 'erased']).meta({
    description:
      '`turns`: an import or another process changed its turns, without any `chat/event`. `deleted`: ' +
      'it is in the trash. `erased`: it was deleted permanently.',
  }),
  conversation: ConversationSummary.optional().meta({ description: 'Absent when erased.' }),
});
export type ConversationChanged = z.infer<typeof ConversationChanged>;

export const ConversationChangedNotification = notification({
  method: 'conversation/changed',
  direction: 'sidecarToClient',
  doc:
    'A conversation has changed, through this client, another client, or another process with the ' +
    'same data folder.',
  params: ConversationChanged,
  example: {
    params: {
      conversationId: exampleConversationId,
      what: 'updated',
      conversation: exampleSummary,
    },
  },
});
