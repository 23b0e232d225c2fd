import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GgufPart, qwen05b, qwen15b } from '../../provision/gguf.ts';
import { llamaServer } from '../../provision/llamaServer.ts';
import { startLlamaServer } from '../../provision/startLlamaServer.ts';
import { type BaselineFigures, measureBaselines } from './baselines.ts';
import { CONVERSATIONS, leadConversation } from './conversation.ts';
import type { EvaluationFigures } from './evaluation.ts';
import { readFollowUps } from './followUps.ts';
import { LlamaServerSource } from './llamaServerSource.ts';
import { measureQuality, type QualityFigures } from './quality.ts';
import { measureServers } from './servers.ts';

/** The results of all models, the baselines, and the cost of the calls on every server. */
export interface CondenseFigures {
  readonly baselines: BaselineFigures;
  /** By model. */
  readonly models: Readonly<Record<string, QualityFigures>>;
  /** By server: the tokens evaluated in both calls of a turn, at 2, 6 and 10 turns. */
  readonly evaluation: Readonly<Record<string, EvaluationFigures[]>>;
}

const FOLLOW_UPS = 'test/data/followups.jsonl';
const WINDOW = 4096;

/**
 * Measures the quality of the condense step on real models: each follow-up of the set, with llama-server
 * at temperature 0. Writes the rewrites to a file for manual review, and prints its path.
 *
 * @returns undefined if llama-server or both models are missing.
 */
export async function measureCondense(): Promise<CondenseFigures | undefined> {
  const cases = readFollowUps(FOLLOW_UPS);
  const models: Record<string, QualityFigures> = {};
  for (const part of [qwen05b, qwen15b]) {
    const figures = await measureModel(part, cases);
    if (figures !== undefined) models[part.name] = figures;
  }
  if (Object.keys(models).length === 0) return undefined;
  return { baselines: measureBaselines(cases), models, evaluation: await measureServers() };
}

async function measureModel(part: GgufPart, cases: ReturnType<typeof readFollowUps>) {
  const file = await part.locate();
  if (file === undefined || (await llamaServer.locate()) === undefined) return undefined;
  const server = await startLlamaServer({ model: file, contextLength: WINDOW });
  const folder = mkdtempSync(join(tmpdir(), 'condenser-bench-'));
  const readings = join(folder, `${part.name.replace(/\W+/g, '-')}.jsonl`);
  process.stderr.write(`${part.name}: ${readings}\n`);
  try {
    const source = new LlamaServerSource(server.url);
    const figures = await measureQuality(source, cases, (line) =>
      appendFileSync(readings, `${JSON.stringify(line)}\n`),
    );
    await keepConversations(source, folder);
    return figures;
  } finally {
    await server.stop();
  }
}

async function keepConversations(source: LlamaServerSource, folder: string): Promise<void> {
  for (const [language, questions] of Object.entries(CONVERSATIONS)) {
    const text = await leadConversation(source, questions);
    appendFileSync(join(folder, `${language}.md`), text);
  }
}
