import * as z from 'zod';
import { Draft, OtherDrafts } from './conversation.ts';
import { exampleIds, exampleParentTurnId, exampleText } from './exampleTurn.ts';
import { request } from './message.ts';
import { Uuid, Workspace } from './scalars.ts';
import { Settings } from './settings.ts';
import { Status } from './status.ts';

/** A turn that is being answered now, as far as it has come. */
export const RunningTurn = z.object({
  conversationId: Uuid,
  turnId: Uuid,
  clientTurnId: Uuid,
  text: z.string().meta({ description: 'The question, as the person wrote it.' }),
  standaloneQuestion: z
    .string()
    .optional()
    .meta({ description: 'Its standalone form, once there is one.' }),
  answer: z
    .string()
    .meta({ description: 'The answer so far. The next `delta` has its length as offset.' }),
  thinking: z
    .string()
    .meta({ description: 'The thinking so far. The next `thinking` has its length as offset.' }),
});
export type RunningTurn = z.infer<typeof RunningTurn>;

export const PageHelloRequest = request({
  method: 'page/hello',
  direction: 'clientToSidecar',
  doc: 'What a page needs after it was loaded, or loaded again, in the middle of anything.',
  params: z.object({
    pageId: Uuid.meta({ description: 'Drawn by the page, and kept when it is loaded again.' }),
    workspace: Workspace.optional().meta({
      description: 'The project that the page is opened in.',
    }),
    locale: z.string().optional().meta({
      description: 'BCP 47: the language of what the sidecar says from now on.',
    }),
  }),
  result: z.object({
    settings: Settings.meta({ description: 'Values of `headers` are hidden.' }),
    status: Status,
    runningTurns: z.array(RunningTurn).meta({
      description: 'Those of the named project; all, where none is named.',
    }),
    draft: Draft.optional().meta({ description: 'Unsent text of a new conversation here.' }),
    otherDrafts: OtherDrafts.optional(),
  }),
  example: {
    params: {
      pageId: exampleParentTurnId,
      workspace: { uri: 'file:///home/ada/notes', name: 'notes' },
      locale: 'en',
    },
    result: {
      settings: {
        model: 'qwen2.5-coder:7b',
        strategy: 'condense+history',
        answerLanguage: 'auto',
        titles: 'model',
        maximumContextWindow: 32768,
        idleTimeoutSeconds: 120,
      },
      status: {
        state: 'reachable',
        host: 'http://127.0.0.1:11434',
        version: '0.17.4',
        model: 'qwen2.5-coder:7b',
      },
      runningTurns: [
        {
          ...exampleIds,
          text: exampleText.question,
          standaloneQuestion: exampleText.standaloneQuestion,
          answer: 'Use File("notes.txt")',
          thinking: '',
        },
      ],
    },
  },
});
