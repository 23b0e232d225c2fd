import * as z from 'zod';
import { Uuid, Workspace } from './common.ts';
import { Draft, OtherDrafts } from './draft.ts';
import { exampleIds, exampleParentTurnId, exampleText } from './examples.ts';
import { request } from './message.ts';
import { Settings } from './settings.ts';
import { exampleStatus, Status } from './status.ts';
import { TurnRecord, turnIds } from './turn.ts';

/**
 * A running turn. The offset of its next `delta` is the length of its `answer`, that of its next
 * `thinking` the length of its `thinking`.
 */
export const RunningTurn = z.object({
  ...turnIds,
  ...TurnRecord.pick({ text: true, standaloneQuestion: true, answer: true, thinking: true }).shape,
});
export type RunningTurn = z.infer<typeof RunningTurn>;

export const PageHelloRequest = request({
  method: 'page/hello',
  direction: 'clientToSidecar',
  doc: 'Returns the current state, for a page that was loaded or reloaded.',
  params: z.object({
    pageId: Uuid.meta({ description: 'Chosen by the page, and kept when it is reloaded.' }),
    workspace: Workspace.optional().meta({
      description: 'The project that the page was opened for.',
    }),
    locale: z.string().optional().meta({
      description: 'A BCP 47 tag: the language of all localized messages from now on.',
    }),
  }),
  result: z.object({
    settings: Settings.meta({ description: 'Values of `headers` are hidden.' }),
    status: Status,
    runningTurns: z.array(RunningTurn).meta({
      description: 'The running turns of `workspace`, or of all projects without one.',
    }),
    draft: Draft.optional().meta({
      description: 'Unsent text of a new conversation in `workspace`.',
    }),
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
      status: exampleStatus,
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
