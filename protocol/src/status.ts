import * as z from 'zod';
import { notification, request } from './message.ts';
import { NoParams } from './scalars.ts';

/** How things stand with the model server, why, and what a person can do about it. */
export const Status = z.object({
  state: z.enum(['reachable', 'starting', 'noModel', 'builtin', 'unreachable']).meta({
    description:
      '`reachable`: a turn can run. `starting`: Ollama comes up. `noModel`: Ollama answers, and has ' +
      'no model to chat with, or not the one that is set. `builtin`: the engine that comes with the ' +
      'sidecar answers instead. `unreachable`: nothing that is Ollama answers.',
  }),
  host: z.string().meta({ description: 'The address that was asked, without credentials.' }),
  version: z.string().optional().meta({ description: "Ollama's version, when it answered." }),
  model: z.string().optional().meta({ description: 'The model a new turn would use.' }),
  limits: z.string().optional().meta({
    description: 'For the person: what the model cannot do, where it is the demonstration model.',
  }),
  why: z.string().optional().meta({ description: 'For the person, when it is not reachable.' }),
  whatToDo: z.string().optional().meta({ description: 'For the person: what would help.' }),
});
export type Status = z.infer<typeof Status>;

export const StatusGetRequest = request({
  method: 'status/get',
  direction: 'clientToSidecar',
  doc: 'Asks Ollama now and says how things stand. Never fails because Ollama does.',
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
  doc: 'The status is another than the one sent last.',
  params: Status,
  example: {
    params: {
      state: 'reachable',
      host: 'http://127.0.0.1:11434',
      version: '0.17.4',
      model: 'qwen2.5-coder:7b',
    },
  },
});
