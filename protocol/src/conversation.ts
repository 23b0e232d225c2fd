import * as z from 'zod';
import { Notice } from './chat.ts';
import { ContextItem } from './contextItem.ts';
import { WireError } from './errors.ts';
import { exampleIds, exampleParentTurnId, exampleText, exampleUsage } from './exampleTurn.ts';
import { StopReason, Strategy, Timestamp, Uuid } from './scalars.ts';
import { ChatOptions } from './settings.ts';
import { Usage } from './usage.ts';

/** A question and its answer as they are kept. Turns of a conversation form a tree. */
export const TurnRecord = z.object({
  turnId: Uuid,
  clientTurnId: Uuid,
  parentTurnId: Uuid.nullable().meta({
    description:
      'The turn that it follows; null for a first one. Turns with the same parent are versions of ' +
      'one another, in the order in which they stand.',
  }),
  createdAt: Timestamp,
  text: z.string().meta({ description: 'The question, as the person wrote it.' }),
  context: z.array(ContextItem),
  strategy: Strategy,
  model: z.string().optional(),
  standaloneQuestion: z
    .string()
    .optional()
    .meta({ description: 'Absent when the person’s own words were asked alone.' }),
  answer: z.string().meta({ description: 'As far as it has come.' }),
  thinking: z.string(),
  notices: z.array(Notice),
  usage: Usage.optional(),
  stopReason: StopReason.optional().meta({ description: 'Absent while the turn runs.' }),
  error: WireError.optional(),
});
export type TurnRecord = z.infer<typeof TurnRecord>;

/** What is wrong with the file of a conversation. The others are not touched by it. */
export const ConversationDamage = z.object({
  kind: z
    .enum(['unreadable', 'notAFile', 'tooLarge', 'empty', 'noTurns', 'newerVersion', 'lines'])
    .meta({
      description:
        '`unreadable`: the system refuses it. `notAFile`: a folder, a pipe, a device. `tooLarge`: no ' +
        'conversation is that long. `empty`, `noTurns`: nothing in it is a turn. `newerVersion`: it ' +
        'can be read in part, and is not written to. `lines`: some of its lines are passed over.',
    }),
  message: z.string().meta({ description: 'For the person, in the locale of `initialize`.' }),
});
export type ConversationDamage = z.infer<typeof ConversationDamage>;

/** A conversation as a list shows it. */
export const ConversationSummary = z.object({
  conversationId: Uuid,
  title: z.string().meta({ description: 'Made from the first question until there is a better.' }),
  titleSource: z.enum(['question', 'model', 'person']).meta({ description: 'Who made it.' }),
  workspaceUri: z.string().optional().meta({ description: 'The project that it belongs to.' }),
  createdAt: Timestamp,
  updatedAt: Timestamp.meta({ description: 'When its last turn was asked or answered.' }),
  turnCount: z.int().nonnegative().meta({ description: 'Of all its branches.' }),
  model: z.string().optional().meta({ description: 'Which model answers the next turn.' }),
  strategy: Strategy.optional().meta({ description: 'Of the next turn. Absent: the settings’.' }),
  options: ChatOptions.optional().meta({
    description: 'Of the next turns. Absent: the settings’.',
  }),
  running: z.boolean().meta({
    description: 'Whether a turn is being answered, by this process or another on the same folder.',
  }),
  deletedAt: Timestamp.optional().meta({ description: 'There while it lies in the trash.' }),
  damaged: ConversationDamage.optional().meta({
    description: 'There when its file cannot be read, wholly or in part.',
  }),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** Text that was written and not yet sent, and what was attached to it. */
export const Draft = z.object({
  text: z.string(),
  context: z.array(ContextItem).default([]),
});
export type Draft = z.infer<typeof Draft>;

export const OtherDrafts = z.array(Draft).meta({
  description: 'Unsent text that other pages have written in the same place, newest first.',
});

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

export const exampleTurn: TurnRecord = {
  turnId: exampleIds.turnId,
  clientTurnId: exampleIds.clientTurnId,
  parentTurnId: exampleParentTurnId,
  createdAt: '2026-11-24T09:14:00.000Z',
  text: exampleText.question,
  context: [],
  strategy: 'condense+history',
  model: 'qwen2.5-coder:7b',
  standaloneQuestion: exampleText.standaloneQuestion,
  answer: exampleText.answer,
  thinking: '',
  notices: [],
  usage: exampleUsage,
  stopReason: 'complete',
};
