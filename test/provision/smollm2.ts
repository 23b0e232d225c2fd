import {
  demonstrationModel,
  downloadModel,
  locateModel,
} from '@condenser/sidecar/builtin/download/demonstrationModel.ts';
import { cacheFolder } from './cacheFolder.ts';
import { describeDownload, downloadPart } from './downloadPart.ts';
import type { GgufPart } from './gguf.ts';

/**
 * A small real chat model as a GGUF file: the demonstration model of the built-in engine.
 *
 * Its answers are weak and English only; it provides real timing, real tokens and real prompt caching.
 */
export const smollm2: GgufPart = {
  name: 'smollm2',
  describe: describeDownload(demonstrationModel.download),
  skips: 'the built-in engine, and tests of Ollama with a small model',
  sha256: demonstrationModel.sha256,
  locate: () => locateModel(cacheFolder()),
  provision: (report) => downloadPart((options) => downloadModel(cacheFolder(), options), report),
};
