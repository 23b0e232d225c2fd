import * as z from 'zod';
import { NoParams } from './common.ts';
import { request } from './message.ts';
import { Prompt } from './settings.ts';

/** A prompt in the list. */
export const ListedPrompt = Prompt.extend({
  builtin: z
    .boolean()
    .meta({ description: 'False for custom prompts, which are in the settings.' }),
});
export type ListedPrompt = z.infer<typeof ListedPrompt>;

export const PromptsListRequest = request({
  method: 'prompts/list',
  direction: 'clientToSidecar',
  doc:
    'Lists the prompts for "/" in the page and for editor actions: custom prompts first, then the ' +
    'built-in ones, localized. A prompt refers to "this code", which is sent as `context` of ' +
    '`chat/send`.',
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
