import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CondenserError, hasCode, type ModelFileFailure, messageOf } from '../../errors.ts';

/** A file to create a model from. */
export interface ModelFile {
  /** Its name in Ollama: the last part of the path. */
  readonly name: string;
  readonly path: string;
  readonly size: number;
}

type Field = ModelFileFailure['field'];

const GGUF_MAGIC = 'GGUF';
const READ_BYTES = 4 * 1024 * 1024;
/** Files beside the weights that Ollama's converter reads. */
const DESCRIPTIONS = /\.json$|^tokenizer\.model$/;

/**
 * The model files at a path: a GGUF file, or in a folder the safetensors files with their descriptions,
 * else the GGUF files.
 *
 * @throws `modelFile` with the parameter and the problem.
 */
export async function modelFiles(field: Field, path: string): Promise<ModelFile[]> {
  const found = await statOf(field, path);
  const files = found.isDirectory()
    ? await filesIn(field, path)
    : [{ name: basename(path), path, size: found.size }];
  for (const file of files) {
    const mustBeGguf = /\.gguf$/i.test(file.name) || !found.isDirectory();
    if (mustBeGguf && !/\.safetensors$/i.test(file.name)) await requireGguf(field, file.path);
  }
  return files;
}

/** The SHA-256 of a file in Ollama's format. Calls `onRead` for each chunk. */
export async function digestOf(
  file: ModelFile,
  onRead: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readFile(file, signal)) {
    hash.update(chunk);
    onRead(chunk.length);
  }
  return `sha256:${hash.digest('hex')}`;
}

/** The bytes of a file in chunks. */
export async function* readFile(
  { path }: ModelFile,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES, signal })) {
    yield chunk as Uint8Array;
  }
}

async function filesIn(field: Field, folder: string): Promise<ModelFile[]> {
  const names = (
    await readdir(folder).catch((cause: unknown) => refuse(field, folder, cause))
  ).sort();
  const weights = names.filter((name) => /\.safetensors$/i.test(name));
  const chosen =
    weights.length > 0
      ? [...weights, ...names.filter((name) => DESCRIPTIONS.test(name))]
      : names.filter((name) => /\.gguf$/i.test(name));
  if (chosen.length === 0) {
    throw new CondenserError('modelFile', { field, path: folder, problem: 'noModelFiles' });
  }
  const files = chosen.map(async (name): Promise<ModelFile> => {
    const path = join(folder, name);
    return { name, path, size: (await statOf(field, path)).size };
  });
  return Promise.all(files);
}

async function statOf(field: Field, path: string) {
  return stat(path).catch((cause: unknown) => refuse(field, path, cause));
}

async function requireGguf(field: Field, path: string): Promise<void> {
  const file = await open(path).catch((cause: unknown) => refuse(field, path, cause));
  try {
    const { buffer } = await file.read(Buffer.alloc(GGUF_MAGIC.length), 0, GGUF_MAGIC.length, 0);
    if (buffer.toString('latin1') === GGUF_MAGIC) return;
  } finally {
    await file.close();
  }
  throw new CondenserError('modelFile', { field, path, problem: 'notGguf' });
}

function refuse(field: Field, path: string, cause: unknown): never {
  const problem = hasCode(cause, 'ENOENT', 'ENOTDIR') ? 'missing' : 'unreadable';
  throw new CondenserError(
    'modelFile',
    { field, path, problem, reason: messageOf(cause) },
    { cause },
  );
}
