import {
  demonstrationModel,
  downloadModel,
  locateModel,
} from '@condenser/sidecar/builtin/download/demonstrationModel.ts';
import { cacheFolder } from './cacheFolder.ts';
import { describeDownload, fetchPart } from './fetchPart.ts';
import type { GgufPart } from './gguf.ts';

/**
 * A real small chat model as one GGUF file: the one that the built-in engine shows itself with.
 *
 * It answers in English only and not cleverly; what it is good for is real timing, real
 * tokens and real prompt caching.
 */
export const smollm2: GgufPart = {
  name: 'smollm2',
  describe: describeDownload(demonstrationModel.download),
  skips: 'the built-in engine, and what an Ollama is tested for with a small model',
  sha256: demonstrationModel.sha256,
  locate: () => locateModel(cacheFolder()),
  provision: (report) => fetchPart((options) => downloadModel(cacheFolder(), options), report),
};
