import { CondenserError } from '../errors.ts';

/** The rule of Ollama 0.17.4 for the parts of a name (types/model/name.go). */
const PART = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}';
const NAME = new RegExp(
  `^(?:[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}/)?(?:${PART}/)?${PART}(?::${PART})?$`,
);
const MAX_LENGTH = 512;
const HUGGING_FACE = /^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\//i;
const OLLAMA_LIBRARY = /^(?:https?:\/\/)?(?:www\.)?ollama\.com\//i;
/** The quantization in the name of a GGUF file. */
const QUANTIZATION = /[-._]((?:I?Q\d\w*|TQ\d\w*|MXFP\d\w*|BF16|F16|F32))(?:-\d+-of-\d+)?\.gguf$/i;

/**
 * The name of a model in Ollama, from a name, the command that pulls it, the address of its page on
 * ollama.com, or that of its page or a file on huggingface.co.
 *
 * @throws `modelName` for anything else.
 */
export function modelNameFrom(given: string): string {
  const text = given.trim().replace(/^ollama\s+(?:pull|run)\s+/, '');
  const name = nameIn(text);
  if (name !== undefined && name.length <= MAX_LENGTH && NAME.test(name)) return name;
  throw new CondenserError('modelName', { field: 'model', given: given.slice(0, MAX_LENGTH) });
}

function nameIn(text: string): string | undefined {
  if (HUGGING_FACE.test(text)) return huggingFaceName(text.replace(HUGGING_FACE, ''));
  if (OLLAMA_LIBRARY.test(text)) {
    return withoutQuery(text.replace(OLLAMA_LIBRARY, '')).replace(/^library\//, '');
  }
  return /:\/\//.test(text) ? undefined : text;
}

/** From `owner/repo`, followed by the rest of an address or by `:quantization`. */
function huggingFaceName(path: string): string | undefined {
  const [owner, repo, page, , ...file] = withoutQuery(path).split('/');
  if (!owner || !repo) return undefined;
  const fromQuery = /[?&]show_file_info=([^&#]+)/.exec(path)?.[1];
  const fileName = page === 'blob' || page === 'resolve' ? file.at(-1) : decoded(fromQuery);
  const tag = fileName === undefined ? undefined : quantizationOf(fileName);
  if (fileName !== undefined && tag === undefined) return undefined;
  return `hf.co/${owner}/${repo}${tag === undefined ? '' : `:${tag}`}`;
}

/** On Hugging Face, a tag is a quantization or the full name of a file. */
function quantizationOf(fileName: string): string | undefined {
  if (!/\.gguf$/i.test(fileName)) return undefined;
  return QUANTIZATION.exec(fileName)?.[1]?.toUpperCase() ?? fileName;
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function withoutQuery(path: string): string {
  return path.replace(/[?#].*$/s, '').replace(/\/+$/, '');
}
