import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../../http/answers.ts';
import type { ChainRun, ChainRunInput } from './chainRun.ts';
import type { Configurable, RunConfig } from './requestSchemas.ts';
import { type RunRoutes, runMetadata } from './runRoutes.ts';
import { fieldProblem } from './validationDetail.ts';

/** How many inputs of a batch run concurrently. Ollama queues what it cannot run at once. */
const MAX_CONCURRENT = 4;

/** `POST …/invoke`: the whole answer. */
export function serveInvoke(
  routes: RunRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return routes.accept(request, response, routes.schemas.invoke, async ({ body, work }) => {
    const run = await routes.prepare(body.input, body.config.configurable, work.signal);
    const output = await wholeAnswer(run);
    sendJson(response, 200, { output, metadata: runMetadata() });
  });
}

/** `POST …/batch`: the answers in the order of the inputs; the first failure ends the batch. */
export function serveBatch(
  routes: RunRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return routes.accept(request, response, routes.schemas.batch, async ({ body, work }) => {
    const { inputs } = body;
    const configurables = configurableOfEach(body.config, inputs.length);
    const failed = new AbortController();
    const signal = AbortSignal.any([work.signal, failed.signal]);
    const output: string[] = new Array(inputs.length);
    let next = 0;
    const worker = async () => {
      for (let at = next++; at < inputs.length; at = next++) {
        const configurable = configurables[at] ?? {};
        const run = await routes.prepare(inputs[at] as ChainRunInput, configurable, signal);
        output[at] = await wholeAnswer(run);
      }
    };
    try {
      await Promise.all(Array.from({ length: MAX_CONCURRENT }, worker));
    } catch (error) {
      failed.abort(error);
      throw error;
    }
    const responses = inputs.map(runMetadata);
    const run_ids = responses.map(({ run_id }) => run_id);
    sendJson(response, 200, { output, metadata: { responses, run_ids } });
  });
}

async function wholeAnswer(run: ChainRun): Promise<string> {
  await run.condense();
  let output = '';
  for await (const text of run.answer()) output += text;
  return output;
}

/** One config applies to all inputs; a list has one per input; an empty list counts as none. */
function configurableOfEach(
  config: RunConfig | RunConfig[] | undefined,
  count: number,
): readonly Configurable[] {
  if (config === undefined) return [];
  if (!Array.isArray(config)) return new Array<Configurable>(count).fill(config.configurable);
  if (config.length !== 0 && config.length !== count) {
    throw fieldProblem(['config'], `${config.length} configs for ${count} inputs`);
  }
  return config.map(({ configurable }) => configurable);
}
