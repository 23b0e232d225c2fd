import { stat } from 'node:fs/promises';
import type { ModelFacts } from './inference.ts';
import type { GgufMetadata, NodeLlamaCpp } from './nodeLlamaCpp.ts';

/** Longer texts and lists, such as the vocabulary, are left out of the metadata. */
const MAX_LENGTH = 2_000;

/**
 * Reads the metadata of a GGUF file without loading the model.
 *
 * @throws when the file does not exist, or is not a GGUF file.
 */
export async function readModelFile(
  engine: NodeLlamaCpp,
  file: string,
  name: string,
): Promise<ModelFacts> {
  const { size, mtime } = await stat(file);
  const options = { readTensorInfo: false, logWarnings: false } as const;
  const { metadata } = await engine.readGgufFileInfo(file, options);
  const { architecture, size_label: parameterSize, file_type: fileType } = metadata.general;
  const template = metadata.tokenizer?.chat_template;
  return {
    name,
    size,
    modifiedAt: mtime,
    family: architecture,
    parameterSize,
    quantization: quantization(engine, fileType),
    trainedContextLength: trainedContextLength(metadata),
    template,
    capabilities: capabilities(template),
    metadata: Object.fromEntries(flatten(metadata)),
  };
}

/** Such as "Q4_1"; the name in the library is "MOSTLY_Q4_1". */
function quantization(engine: NodeLlamaCpp, fileType: number | undefined): string | undefined {
  if (fileType === undefined) return undefined;
  return engine.GgufFileType[fileType]?.replace(/^(MOSTLY|ALL)_/, '');
}

function trainedContextLength(metadata: GgufMetadata): number {
  const { architecture } = metadata.general;
  const own = metadata[architecture] as { context_length?: number } | undefined;
  return own?.context_length ?? Number.MAX_SAFE_INTEGER;
}

/** A model without a template cannot chat; one whose template has a switch for thinking can think. */
function capabilities(template: string | undefined): string[] {
  if (template === undefined) return [];
  return template.includes('enable_thinking') ? ['completion', 'thinking'] : ['completion'];
}

function* flatten(value: object, prefix = ''): Generator<[string, unknown]> {
  for (const [key, inner] of Object.entries(value)) {
    const path = `${prefix}${key}`;
    if (typeof inner === 'bigint') {
      yield [path, Number(inner)];
    } else if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
      if (lengthOf(inner) <= MAX_LENGTH) yield [path, inner];
    } else {
      yield* flatten(inner, `${path}.`);
    }
  }
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}
