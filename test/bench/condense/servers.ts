import { ModelCatalogue } from '@condenser/sidecar/models/modelCatalogue.ts';
import { keepsSeveralPrompts } from '@condenser/sidecar/models/ollama/promptCache.ts';
import { qwen05b } from '../../provision/gguf.ts';
import { llamaServer } from '../../provision/llamaServer.ts';
import { type OllamaPart, olderOllama, ollama } from '../../provision/ollama.ts';
import { startLlamaServer } from '../../provision/startLlamaServer.ts';
import { locateRealOllama, realModel, startRealOllama } from '../../real/realOllama.ts';
import { FakeModels } from '../../unit/models/fakeModels.ts';
import { ollamaClient } from '../ollamaClient.ts';
import { type EvaluationFigures, measureEvaluation } from './evaluation.ts';
import { LlamaServerSource } from './llamaServerSource.ts';

const WINDOW = 8192;

/** The prompt evaluation of both calls on each available server, with the 0.5B model. */
export async function measureServers(): Promise<Record<string, EvaluationFigures[]>> {
  const figures: Record<string, EvaluationFigures[]> = {};
  for (const server of [ollama, olderOllama]) {
    if ((await locateRealOllama(server)) !== undefined) {
      figures[server.name] = await onOllama(server);
    }
  }
  const onLlama = await onLlamaServer();
  if (onLlama !== undefined) figures[llamaServer.name] = onLlama;
  return figures;
}

async function onOllama(part: OllamaPart): Promise<EvaluationFigures[]> {
  const running = await startRealOllama({ server: part, env: { OLLAMA_DEBUG: '1' } });
  const source = ollamaClient(running.host);
  try {
    const catalogue = new ModelCatalogue(source, () => performance.now());
    const several = keepsSeveralPrompts(await source.version());
    return await measureEvaluation({
      source,
      catalogue,
      model: realModel,
      keepsSeveralPrompts: several,
      evaluatedTokens: async () => tokensIn(running.log()),
    });
  } finally {
    await source.close();
    await running.stop();
  }
}

/** Uncached prompt tokens in the log of the old engine or of llama-server. */
const EVALUATED =
  /msg="loading cache slot".* remaining=(\d+)|prompt eval time = .*\/ +(\d+) tokens/g;

function tokensIn(log: string): number | undefined {
  const counts = [...log.matchAll(EVALUATED)].map(([, old, current]) => Number(old ?? current));
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

async function onLlamaServer(): Promise<EvaluationFigures[] | undefined> {
  const model = await qwen05b.locate();
  if (model === undefined || (await llamaServer.locate()) === undefined) return undefined;
  const running = await startLlamaServer({ model, contextLength: WINDOW });
  const source = new LlamaServerSource(running.url);
  try {
    return await measureEvaluation({
      source,
      catalogue: new FakeModels({ name: 'bench', trained: WINDOW }).catalogue(),
      model: 'bench',
      keepsSeveralPrompts: true,
      evaluatedTokens: async () => source.evaluated.reduce((sum, { tokens }) => sum + tokens, 0),
    });
  } finally {
    await running.stop();
  }
}
