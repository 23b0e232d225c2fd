import { infoOf } from './modelFacts.ts';
import { count } from './untrusted.ts';

/** The window of the estimate: a conversation about code soon needs it. */
const ESTIMATED_WINDOW = 8192;
/** For models without cache facts: that of a 7B model with grouped attention. */
const USUAL_BYTES_PER_TOKEN = 64 * 1024;
/** The runner and its buffers. */
const RUNNER_BYTES = 300e6;
/** Keys and values are f16. */
const BYTES_PER_VALUE = 2;

/** The estimated memory of a model with a window of 8192 tokens, in bytes. */
export function estimateMemory(fileSize: number, bytesPerToken: number | undefined): number {
  const perToken = bytesPerToken ?? USUAL_BYTES_PER_TOKEN;
  return Math.round(fileSize + perToken * ESTIMATED_WINDOW + RUNNER_BYTES);
}

/** Bytes of the key-value cache per token of the window; undefined if the facts are missing. */
export function cacheBytesPerToken(modelInfo: unknown): number | undefined {
  const info = infoOf(modelInfo);
  const architecture = String(info.get('general.architecture'));
  const fact = (name: string) => count(info.get(`${architecture}.${name}`));
  const blocks = fact('block_count');
  const heads = fact('attention.head_count');
  const width = fact('embedding_length');
  if (blocks === undefined || !heads || width === undefined) return undefined;
  const cacheHeads = fact('attention.head_count_kv') ?? heads;
  const keyLength = fact('attention.key_length') ?? width / heads;
  const valueLength = fact('attention.value_length') ?? width / heads;
  return Math.round(blocks * cacheHeads * (keyLength + valueLength) * BYTES_PER_VALUE);
}

/** How the required memory relates to the available memory. */
export type FitVerdict = 'fits' | 'tight' | 'tooBig';

/** Above this share of the memory, little is left for the editor and other programs. */
const COMFORTABLE_SHARE = 0.7;

/** Whether this many bytes fit into the available memory. */
export function fitVerdict(needed: number, available: number): FitVerdict {
  if (needed > available) return 'tooBig';
  return needed > available * COMFORTABLE_SHARE ? 'tight' : 'fits';
}
