import * as z from 'zod';
import {
  ConversationSummary,
  Draft,
  exampleSummary,
  exampleTurn,
  OtherDrafts,
  TurnRecord,
} from './conversation.ts';
import { exampleIds } from './exampleTurn.ts';
import { notification, request } from './message.ts';
import { Nothing, Strategy, Timestamp, Uuid } from './scalars.ts';
import { ChatOptions } from './settings.ts';

const conversationId = Uuid;
const workspaceUri = z
  .string()
  .min(1)
  .optional()
  .meta({ description: 'Only those of this project. Absent: all.' });
const { conversationId: exampleConversationId } = exampleIds;

const ConversationListParams = z.object({
  workspaceUri,
  deleted: z.boolean().default(false).meta({ description: 'What lies in the trash instead.' }),
  limit: z.int().min(1).max(1000).default(50),
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before.' }),
});
export type ConversationListParams = z.infer<typeof ConversationListParams>;

export const ConversationListRequest = request({
  method: 'conversation/list',
  direction: 'clientToSidecar',
  doc:
    'The conversations, newest first, a page at a time. One whose file is damaged is an entry too, ' +
    'and says so.',
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
  lastTurnId: Uuid.nullable().meta({ description: 'What the next turn follows by itself.' }),
  draft: Draft.optional(),
  otherDrafts: OtherDrafts.optional(),
  unreadableLines: z
    .int()
    .nonnegative()
    .meta({ description: 'Damaged lines of its file, which are kept and passed over.' }),
});
export type ConversationGetResult = z.infer<typeof ConversationGetResult>;

export const ConversationGetRequest = request({
  method: 'conversation/get',
  direction: 'clientToSidecar',
  doc:
    'A conversation with its turns in the order in which they were asked. A running turn comes as ' +
    'far as it is: the next `delta` has the length of its `answer` as offset, the next `thinking` ' +
    'that of its `thinking`.',
  params: z.object({
    conversationId,
    before: Uuid.optional().meta({ description: 'Only turns that were asked before this one.' }),
    limit: z.int().min(1).optional().meta({ description: 'Only the last so many. Absent: all.' }),
    pageId: Uuid.optional().meta({ description: 'Whose draft comes first: as in `page/hello`.' }),
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

/** Where the words of a search stand. */
export const SearchHit = z.object({
  conversation: ConversationSummary,
  turnId: Uuid.optional().meta({ description: 'Absent when only the title matches.' }),
  part: z.enum(['title', 'question', 'answer']),
  excerpt: z.string().meta({ description: 'The text around the first match; one line.' }),
  matches: z
    .array(z.tuple([z.int().nonnegative(), z.int().positive()]))
    .meta({ description: 'Start and length of each match in the excerpt, in UTF-16 units.' }),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const ConversationSearchRequest = request({
  method: 'conversation/search',
  direction: 'clientToSidecar',
  doc: 'Full text over titles, questions and answers, in any script; best first.',
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
  model: z.string().min(1).nullable().optional().meta({ description: 'Null: the settings’.' }),
  strategy: Strategy.nullable().optional().meta({ description: 'Null: the settings’.' }),
  options: ChatOptions.nullable().optional().meta({ description: 'Null: the settings’.' }),
});
export type ConversationUpdateParams = z.infer<typeof ConversationUpdateParams>;

export const ConversationUpdateRequest = request({
  method: 'conversation/update',
  direction: 'clientToSidecar',
  doc: 'Renames a conversation, or sets what its next turns use. What is absent stays.',
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
    'Moves a conversation to the trash, which is emptied after 30 days at the earliest; a running ' +
    'turn is stopped. ' +
    '`permanently` takes it off the disk at once, and cannot be undone.',
  params: z.object({ conversationId, permanently: z.boolean().default(false) }),
  result: z.object({
    restorableUntil: Timestamp.nullable().meta({ description: 'Null when it is gone for good.' }),
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
  doc: 'Takes a conversation out of the trash.',
  params: z.object({ conversationId }),
  result: ConversationSummary,
  errors: ['notFound', 'notSaved'],
  example: { params: { conversationId: exampleConversationId }, result: exampleSummary },
});

export const ConversationExportRequest = request({
  method: 'conversation/export',
  direction: 'clientToSidecar',
  doc: 'Conversations as one text: Markdown to read, or JSON that `conversation/import` takes.',
  params: z.object({
    conversationIds: z.array(Uuid).min(1).optional().meta({ description: 'Absent: all.' }),
    format: z.enum(['markdown', 'json']),
  }),
  result: z.object({
    fileName: z.string().meta({ description: 'A name to suggest for it.' }),
    text: z.string(),
    unreadable: z.array(Uuid).optional().meta({
      description: 'Those that are not in it, because nothing of their files can be read.',
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
    'Takes in what `conversation/export` wrote as JSON: turns that are not here are added, and ' +
    'nothing that is here changes.',
  params: z.object({ text: z.string().min(1) }),
  result: z.object({
    conversationIds: z.array(Uuid).meta({ description: 'Those that were new or have grown.' }),
    turnsAdded: z.int().nonnegative(),
    turnsKnown: z.int().nonnegative().meta({ description: 'Those that were here already.' }),
  }),
  errors: ['notSaved'],
  example: {
    params: { text: '{"format":"condenser-conversations","version":1,"conversations":[]}' },
    result: { conversationIds: [], turnsAdded: 0, turnsKnown: 0 },
  },
});

export const DraftSetRequest = request({
  method: 'draft/set',
  direction: 'clientToSidecar',
  doc:
    'Keeps text that is not sent yet, so that it survives a reload. An empty text without context ' +
    'forgets it; so does sending it. Pages that are open side by side keep theirs apart.',
  params: z.object({
    conversationId: Uuid.optional().meta({ description: 'Absent: of a new conversation.' }),
    workspaceUri: z.string().min(1).optional().meta({
      description: 'The project of that new conversation.',
    }),
    pageId: Uuid.optional().meta({
      description: 'As in `page/hello`: each page has a draft of its own. Absent: one for all.',
    }),
    ...Draft.shape,
  }),
  result: Nothing,
  errors: ['notFound', 'notSaved'],
  example: {
    params: { conversationId: exampleConversationId, text: 'And in Rust', context: [] },
    result: null,
  },
});

const ConversationChanged = z.object({
  conversationId,
  what: z.enum(['created', 'updated', 'turns', 'draft', 'deleted', 'restored', 'erased']).meta({
    description:
      '`turns`: turns came that no `chat/event` here tells of. `deleted`: it is in the trash. ' +
      '`erased`: it is gone for good.',
  }),
  conversation: ConversationSummary.optional().meta({ description: 'Absent when erased.' }),
});
export type ConversationChanged = z.infer<typeof ConversationChanged>;

export const ConversationChangedNotification = notification({
  method: 'conversation/changed',
  direction: 'sidecarToClient',
  doc:
    'Something of a conversation is another than before, whoever changed it: this client, another ' +
    'one, or another process on the same data folder.',
  params: ConversationChanged,
  example: {
    params: {
      conversationId: exampleConversationId,
      what: 'updated',
      conversation: exampleSummary,
    },
  },
});
