import { demonstrationModel } from '@condenser/sidecar/engine/parts/demonstrationModel.ts';
import { fetchModel, locateModel } from '@condenser/sidecar/engine/parts/modelDownload.ts';
import { cacheFolder } from './cacheFolder.ts';
import { describeDownload, fetchPart } from './fetchPart.ts';
import type { Part } from './part.ts';

/** The SHA-256 of the model file itself; also names what is made from it. */
export const modelSha256 = demonstrationModel.sha256;

/**
 * A real small chat model as one GGUF file: the one that the built-in engine shows itself with.
 *
 * It answers in English only and not cleverly; what it is good for is real timing, real
 * tokens and real prompt caching.
 */
export const smollm2: Part = {
  name: 'smollm2',
  describe: describeDownload(demonstrationModel.download),
  skips: 'everything against a real model',
  locate: () => locateModel(cacheFolder()),
  provision: (report) => fetchPart((options) => fetchModel(cacheFolder(), options), report),
};
