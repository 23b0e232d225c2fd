import {
  downloadEngine,
  engineDownload,
  locateEngine,
} from '@condenser/sidecar/builtin/download/enginePackages.ts';
import { cacheFolder } from './cacheFolder.ts';
import { describeDownload, fetchPart } from './fetchPart.ts';
import type { Part } from './part.ts';

/** The npm packages that the built-in engine runs on. */
export const engine: Part = {
  name: 'engine',
  describe: describeDownload(engineDownload),
  skips: 'the built-in engine',
  locate: () => locateEngine(cacheFolder()),
  provision: (report) => fetchPart((options) => downloadEngine(cacheFolder(), options), report),
};
