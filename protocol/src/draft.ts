import * as z from 'zod';
import { ContextItem, Nothing, Uuid } from './common.ts';
import { exampleIds } from './examples.ts';
import { request } from './message.ts';

/** Unsent text and the context attached to it. */
export const Draft = z.object({
  text: z.string(),
  context: z.array(ContextItem).default([]),
});
export type Draft = z.infer<typeof Draft>;

/** Drafts of other pages. */
export const OtherDrafts = z.array(Draft).meta({
  description: 'Drafts from other pages for the same conversation, newest first.',
});

export const DraftSetRequest = request({
  method: 'draft/set',
  direction: 'clientToSidecar',
  doc:
    'Stores unsent text, so that it survives a reload. An empty text without context deletes the ' +
    'draft; sending the message does too. Each page has its own draft.',
  params: z.object({
    conversationId: Uuid.optional().meta({ description: 'Absent: a new conversation.' }),
    workspaceUri: z.string().min(1).optional().meta({
      description: 'The project of the new conversation.',
    }),
    pageId: Uuid.optional().meta({
      description: 'As in `page/hello`. Absent: a draft shared by all clients without a `pageId`.',
    }),
    ...Draft.shape,
  }),
  result: Nothing,
  errors: ['notFound', 'notSaved'],
  example: {
    params: { conversationId: exampleIds.conversationId, text: 'And in Rust', context: [] },
    result: null,
  },
});
