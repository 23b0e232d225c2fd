import * as z from 'zod';
import { request } from './message.ts';
import { NoParams } from './scalars.ts';
import { Prompt } from './settings.ts';

/** A prompt of the list. */
export const ListedPrompt = Prompt.extend({
  builtin: z.boolean().meta({ description: 'False: it is the person’s own, in the settings.' }),
});
export type ListedPrompt = z.infer<typeof ListedPrompt>;

export const PromptsListRequest = request({
  method: 'prompts/list',
  direction: 'clientToSidecar',
  doc:
    'The prompts for "/" in the page and for the actions of an editor: the person’s own first, then ' +
    'the built-in ones, in the locale of `initialize`. The code that one is about goes along as ' +
    'context of `chat/send`; the text speaks of "this code".',
  params: NoParams,
  result: z.object({ prompts: z.array(ListedPrompt) }),
  example: {
    params: {},
    result: {
      prompts: [
        {
          name: 'explain',
          title: 'Explain',
          text: 'Explain this code: what it does, how, and what is surprising about it.',
          builtin: true,
        },
      ],
    },
  },
});
