// A node-llama-cpp without a model: it answers "one two three four", one word per token, and waits
// before the last word until the file "release" exists in the engine's folder.
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const WORDS = ['one', ' two', ' three', ' four'];
const RELEASE = new URL('../../../release', import.meta.url);
const memoryUsage = { ram: 1, vram: 0 };

export const GgufFileType = {};

export async function readGgufFileInfo() {
  return {
    metadata: {
      general: { architecture: 'fake' },
      fake: { context_length: 4096 },
      tokenizer: { chat_template: 'fake' },
    },
  };
}

export async function getLlama() {
  return { cpuMathCores: 1, loadModel: async () => model };
}

const sequence = {
  contextSize: 4096,
  nextTokenIndex: 0,
  async adaptStateToTokens() {
    this.nextTokenIndex = 0;
  },
  async evaluateWithoutGeneratingNewTokens(tokens) {
    this.nextTokenIndex += tokens.length;
  },
  async *evaluate() {
    for (const token of WORDS.keys()) {
      while (token === WORDS.length - 1 && !existsSync(RELEASE)) await wait(20);
      yield token;
    }
  },
};

const model = {
  trainContextSize: 4096,
  memoryUsage,
  tokens: { bos: null, bosString: null, eosString: null, shouldPrependBosToken: false },
  tokenize: (text) => Array.from(text, () => WORDS.length),
  detokenize: (tokens) => tokens.map((token) => WORDS[token] ?? '').join(''),
  isSpecialToken: () => false,
  isEogToken: () => false,
  iterateAllTokens: () => [],
  createContext: async () => ({
    contextSize: 4096,
    memoryUsage,
    getSequence: () => sequence,
    dispose: async () => undefined,
  }),
  dispose: async () => undefined,
};
