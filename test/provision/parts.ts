import { chromium } from './chromium.ts';
import { engine } from './engine.ts';
import { f16Model } from './f16Model.ts';
import { javaTools } from './javaTools.ts';
import { jcef } from './jcef.ts';
import { neovim } from './neovim.ts';
import { ollama } from './ollama.ts';
import { ollamaModels } from './ollamaModels.ts';
import type { Part } from './part.ts';
import { pseudoTerminal } from './pseudoTerminal.ts';
import { hadolint, pythonLangserve, pythonOllama, schemathesis } from './pythonPackages.ts';
import { smollm2 } from './smollm2.ts';

/** Every part, each after the ones it needs. */
export const parts: readonly Part[] = [
  pseudoTerminal,
  neovim,
  javaTools,
  jcef,
  pythonLangserve,
  pythonOllama,
  schemathesis,
  hadolint,
  chromium,
  ollama,
  smollm2,
  ollamaModels,
  f16Model,
  engine,
];
