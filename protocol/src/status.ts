import * as z from 'zod';
import { NoParams } from './common.ts';
import { notification, request } from './message.ts';

/** The status of the model server, with a reason and a suggestion for the user. */
export const Status = z.object({
  state: z.enum(['reachable', 'starting', 'noModel', 'builtin', 'unreachable']).meta({
    description:
      '`reachable`: a turn can run. `starting`: Ollama is starting. `noModel`: Ollama answers, but ' +
      'the model that is set, or any chat model, is not installed. `builtin`: the built-in engine is ' +
      'used instead of Ollama. `unreachable`: no Ollama answers.',
  }),
  host: z.string().meta({ description: 'The address of the server, without credentials.' }),
  version: z.string().optional().meta({ description: 'The version of Ollama, if it answered.' }),
  model: z.string().optional().meta({ description: 'The model that a new turn would use.' }),
  limits: z.string().optional().meta({
    description: 'For the user: the limits of the model, if it is the demonstration model.',
  }),
  why: z.string().optional().meta({ description: 'For the user: why no turn can run.' }),
  whatToDo: z.string().optional().meta({ description: 'For the user: a suggestion.' }),
  settingsProblem: z.string().optional().meta({
    description:
      'For the user: why `settings.json` is invalid and the default settings are in effect.',
  }),
});
export type Status = z.infer<typeof Status>;

export const exampleStatus: Status = {
  state: 'reachable',
  host: 'http://127.0.0.1:11434',
  version: '0.17.4',
  model: 'qwen2.5-coder:7b',
};

export const StatusGetRequest = request({
  method: 'status/get',
  direction: 'clientToSidecar',
  doc: 'Queries Ollama and returns the current status. Does not fail if Ollama does.',
  params: NoParams,
  result: Status,
  example: {
    params: {},
    result: {
      state: 'unreachable',
      host: 'http://127.0.0.1:11434',
      why: 'Ollama does not answer at http://127.0.0.1:11434 (ECONNREFUSED).',
      whatToDo: 'Start it with: ollama serve — or set its address with --ollama-host.',
    },
  },
});

export const StatusChangedNotification = notification({
  method: 'status/changed',
  direction: 'sidecarToClient',
  doc: 'The status has changed since it was last sent.',
  params: Status,
  example: { params: exampleStatus },
});
