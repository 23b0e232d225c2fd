import { request } from './message.ts';
import { NoParams } from './scalars.ts';
import { Status } from './status.ts';

export const OllamaStartRequest = request({
  method: 'ollama/start',
  direction: 'clientToSidecar',
  doc:
    'Starts Ollama on this machine, on a person’s click only, as a process of its own that outlives ' +
    'the sidecar. Answers with the status once it answers; one that answers already is left alone.',
  params: NoParams,
  result: Status,
  errors: ['cancelled', 'notFound', 'notSupported', 'ollamaUnreachable'],
  example: {
    params: {},
    result: {
      state: 'reachable',
      host: 'http://127.0.0.1:11434',
      version: '0.17.4',
      model: 'qwen2.5-coder:7b',
    },
  },
});
