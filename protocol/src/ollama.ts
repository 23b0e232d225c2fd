import { NoParams } from './common.ts';
import { request } from './message.ts';
import { exampleStatus, Status } from './status.ts';

export const OllamaStartRequest = request({
  method: 'ollama/start',
  direction: 'clientToSidecar',
  doc:
    'Starts Ollama on this machine, only when the user asks for it. The process outlives the ' +
    'sidecar. Resolves with the status once Ollama answers; does nothing if it already does.',
  params: NoParams,
  result: Status,
  errors: ['cancelled', 'notFound', 'notSupported', 'ollamaUnreachable'],
  example: { params: {}, result: exampleStatus },
});
