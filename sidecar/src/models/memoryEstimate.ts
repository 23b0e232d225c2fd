import { infoOf } from './modelFacts.ts';
import { count } from './untrusted.ts';

/** The window that the estimate reckons with: what a conversation with code soon needs. */
const ESTIMATED_WINDOW = 8192;
/** Where a model does not say how big its cache is: of a 7B model with grouped attention. */
const USUAL_BYTES_PER_TOKEN = 64 * 1024;
/** What runs the model, and its buffers. */
const RUNNER_BYTES = 300e6;
/** Keys and values are kept as f16, once each. */
const BYTES_PER_VALUE = 2;

/** Bytes of memory that a model is thought to need, with a window of 8192 tokens. */
export function estimateMemory(fileSize: number, bytesPerToken: number | undefined): number {
  const perToken = bytesPerToken ?? USUAL_BYTES_PER_TOKEN;
  return Math.round(fileSize + perToken * ESTIMATED_WINDOW + RUNNER_BYTES);
}

/** Bytes of the key-value cache for each token of the window; undefined where nothing tells. */
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

/** How needed memory stands to what there is. */
export type FitVerdict = 'fits' | 'tight' | 'tooBig';

/** Above this share of the memory little is left for the editor and everything else. */
const COMFORTABLE_SHARE = 0.7;

/** Whether so many bytes fit into a machine with so many. */
export function fitVerdict(needed: number, available: number): FitVerdict {
  if (needed > available) return 'tooBig';
  return needed > available * COMFORTABLE_SHARE ? 'tight' : 'fits';
}
