import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CondenseForm } from '@condenser/sidecar/chat/chain/condensePrompt.ts';
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

/** The results of all prompts on all models, and the baselines. */
export interface CondenseFigures {
  readonly baselines: BaselineFigures;
  /** By model, then by the form of the conversation. */
  readonly models: Readonly<Record<string, Partial<Record<CondenseForm, QualityFigures>>>>;
  /** By server: the tokens evaluated in both calls of a turn, at 2, 6 and 10 turns. */
  readonly evaluation: Readonly<Record<string, EvaluationFigures[]>>;
}

const FOLLOW_UPS = 'test/data/followups.jsonl';
const FORMS: readonly CondenseForm[] = ['quoted', 'shared'];
const WINDOW = 4096;

/**
 * Measures the quality of the condense step on real models: each follow-up of the set, with llama-server
 * at temperature 0. Writes the rewrites to a file for manual review, and prints its path.
 *
 * @returns undefined if llama-server or both models are missing.
 */
export async function measureCondense(): Promise<CondenseFigures | undefined> {
  const cases = readFollowUps(FOLLOW_UPS);
  const models: Record<string, Partial<Record<CondenseForm, QualityFigures>>> = {};
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
  const figures: Partial<Record<CondenseForm, QualityFigures>> = {};
  try {
    for (const form of FORMS) {
      const readings = join(folder, `${part.name.replace(/\W+/g, '-')}-${form}.jsonl`);
      process.stderr.write(`${part.name}, ${form}: ${readings}\n`);
      const source = new LlamaServerSource(server.url);
      figures[form] = await measureQuality(source, cases, form, (line) =>
        appendFileSync(readings, `${JSON.stringify(line)}\n`),
      );
    }
    await keepConversations(new LlamaServerSource(server.url), folder);
  } finally {
    await server.stop();
  }
  return figures;
}

async function keepConversations(source: LlamaServerSource, folder: string): Promise<void> {
  for (const [language, questions] of Object.entries(CONVERSATIONS)) {
    const text = await leadConversation(source, questions);
    appendFileSync(join(folder, `${language}.md`), text);
  }
}
