import { chromium } from './chromium.ts';
import { engine } from './engine.ts';
import { f16Model } from './f16Model.ts';
import { qwen05b, qwen15b } from './gguf.ts';
import { javaTools } from './javaTools.ts';
import { jcef } from './jcef.ts';
import { ktlint } from './ktlint.ts';
import { llamaServer } from './llamaServer.ts';
import { neovim } from './neovim.ts';
import { olderOllama, ollama } from './ollama.ts';
import { benchModel, codeModel, modelsFolderOf, smallModel } from './ollamaModels.ts';
import type { Part } from './part.ts';
import { pseudoTerminal } from './pseudoTerminal.ts';
import { hadolint, pythonLangserve, pythonOllama, schemathesis } from './pythonPackages.ts';
import { smollm2 } from './smollm2.ts';

/** The parts that the tests need, each after its dependencies. */
export const parts: readonly Part[] = [
  pseudoTerminal,
  neovim,
  javaTools,
  ktlint,
  jcef,
  pythonLangserve,
  pythonOllama,
  schemathesis,
  hadolint,
  chromium,
  llamaServer,
  ollama,
  olderOllama,
  smollm2,
  qwen05b,
  ...[smallModel, codeModel].flatMap((model) => [
    modelsFolderOf(ollama, model),
    modelsFolderOf(olderOllama, model),
  ]),
  f16Model,
  engine,
];

/** Parts that only benchmarks need; provisioned by name, or by `--bench`. */
export const benchParts: readonly Part[] = [
  qwen15b,
  modelsFolderOf(ollama, benchModel),
  modelsFolderOf(olderOllama, benchModel),
];

/** The parts of `npm run bench -- condense`. */
export const condenseParts: readonly Part[] = [
  llamaServer,
  qwen05b,
  modelsFolderOf(ollama, codeModel),
  modelsFolderOf(olderOllama, codeModel),
  ...benchParts,
];
