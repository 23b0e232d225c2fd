import {
  downloadEngine,
  engineDownload,
  locateEngine,
} from '@condenser/sidecar/builtin/download/enginePackages.ts';
import { cacheFolder } from './cacheFolder.ts';
import { describeDownload, downloadPart } from './downloadPart.ts';
import type { Part } from './part.ts';

/** The npm packages of the built-in engine. */
export const engine: Part = {
  name: 'engine',
  describe: describeDownload(engineDownload),
  skips: 'the built-in engine',
  locate: () => locateEngine(cacheFolder()),
  provision: (report) => downloadPart((options) => downloadEngine(cacheFolder(), options), report),
};
