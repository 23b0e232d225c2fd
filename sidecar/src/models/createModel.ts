import type { ModelCreateParams } from '@condenser/protocol';
import { CondenserError, isError } from '../errors.ts';
import { digestOf, type ModelFile, modelFiles, readFile } from './ollama/modelFiles.ts';
import type { CreateBody, OllamaModels } from './ollama/ollamaModels.ts';
import { pullError } from './ollama/translateError.ts';
import type { TransferMeter } from './transferMeter.ts';

/** The dependencies of one create. */
export interface CreateContext {
  readonly models: OllamaModels;
  readonly meter: TransferMeter;
  readonly onProgress: () => void;
  readonly signal: AbortSignal;
}

/**
 * Creates a model. Each file is read once for its checksum, and uploaded only when Ollama has no file
 * with that checksum yet, so that a create that is repeated after a failure continues where it was.
 *
 * @throws `modelFile` for files that are not a model, or that Ollama rejects.
 */
export async function createModel(
  params: ModelCreateParams,
  context: CreateContext,
): Promise<void> {
  const { from, path, adapter, model, system, template, parameters, quantize, license } = params;
  if (from === undefined && path === undefined) {
    throw new CondenserError('modelFile', { field: 'path', path: '', problem: 'nothingGiven' });
  }
  if (from !== undefined && path !== undefined) {
    throw new CondenserError('modelFile', { field: 'from', path: from, problem: 'bothGiven' });
  }
  const files = path === undefined ? [] : await modelFiles('path', path);
  const adapters = adapter === undefined ? [] : await modelFiles('adapter', adapter);
  const digests = await uploadFiles([...files, ...adapters], context);
  const named = (list: readonly ModelFile[]) =>
    Object.fromEntries(list.map((file) => [file.name, digests.get(file.path) ?? '']));
  const body: CreateBody = {
    model,
    ...present({ from, system, template, parameters, quantize, license }),
    ...(files.length === 0 ? {} : { files: named(files) }),
    ...(adapters.length === 0 ? {} : { adapters: named(adapters) }),
  };
  await create(body, params, context);
}

async function uploadFiles(
  files: readonly ModelFile[],
  { models, meter, onProgress, signal }: CreateContext,
): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  // Register all files first, so that the total does not grow.
  for (const file of files) meter.part(file.path, file.size, 0);
  for (const file of files) {
    meter.enter('preparing', `reading ${file.name}`);
    onProgress();
    const digest = await digestOf(file, onProgress, signal);
    digests.set(file.path, digest);
    if (!(await models.hasBlob(digest, signal))) {
      meter.enter('transferring', `copying ${file.name}`);
      const body = counted(readFile(file, signal), (sent) => {
        meter.part(file.path, file.size, sent);
        onProgress();
      });
      await models.uploadBlob(digest, body, file.size, signal).catch(toChangedError(file));
    }
    meter.part(file.path, file.size, file.size);
  }
  return digests;
}

async function create(
  body: CreateBody,
  params: ModelCreateParams,
  { models, meter, onProgress, signal }: CreateContext,
): Promise<void> {
  try {
    for await (const line of models.create(body, signal)) {
      meter.line(line);
      onProgress();
    }
  } catch (error) {
    throw toRefusedError(pullError(error, body.model), params);
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onSent: (sent: number) => void,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const chunk of chunks) {
    yield chunk;
    sent += chunk.length;
    onSent(sent);
  }
}

/** Ollama verifies the checksum: a mismatch means that the file was changed meanwhile. */
function toChangedError({ path }: ModelFile): (error: unknown) => never {
  return (error) => {
    if (isError(error) && /digest mismatch/i.test(error.message)) {
      throw new CondenserError(
        'modelFile',
        { field: 'path', path, problem: 'changed' },
        { cause: error },
      );
    }
    throw error;
  };
}

/** Recognizes the messages of Ollama 0.17.4 (server/create.go) about the files or the request. */
function toRefusedError(error: unknown, { path, from, quantize }: ModelCreateParams): unknown {
  if (!isError(error)) return error;
  const { reason = '' } = error.facts as { reason?: string };
  const refused = { problem: 'refused', reason } as const;
  const cause = { cause: error };
  if (/quantiz/i.test(reason)) {
    return new CondenserError(
      'modelFile',
      { field: 'quantize', path: quantize ?? '', ...refused },
      cause,
    );
  }
  if (
    /unknown (?:type|architecture|data|format)|unsupported architecture|invalid file magic|\bEOF\b|parse GGUF|unsupported/i.test(
      reason,
    )
  ) {
    return new CondenserError(
      'modelFile',
      { field: 'path', path: path ?? from ?? '', ...refused },
      cause,
    );
  }
  return error;
}

function present<Fields extends object>(fields: Fields): Partial<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Fields>;
}
