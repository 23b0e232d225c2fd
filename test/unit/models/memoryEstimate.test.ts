import {
  cacheBytesPerToken,
  estimateMemory,
  fitVerdict,
} from '@condenser/sidecar/models/memoryEstimate.ts';
import { describe, expect, it } from 'vitest';

/** As `/api/show` says of a 7B model with grouped attention. */
const info = {
  'general.architecture': 'qwen2',
  'qwen2.block_count': 28,
  'qwen2.attention.head_count': 28,
  'qwen2.attention.head_count_kv': 4,
  'qwen2.embedding_length': 3584,
};

describe('the estimated memory of a model', () => {
  it('is its file, its cache for 8192 tokens, and the runner', () => {
    // 28 layers, 4 heads of 128 values, keys and values, two bytes each.
    expect(cacheBytesPerToken(info)).toBe(28 * 4 * 128 * 2 * 2);
    expect(estimateMemory(4.68e9, 57_344)).toBeGreaterThan(4.68e9 + 57_344 * 8192);
  });

  it('uses defaults for missing or invalid facts', () => {
    for (const nothing of [undefined, {}, [], 'x', { ...info, 'qwen2.block_count': 'many' }]) {
      expect(cacheBytesPerToken(nothing)).toBeUndefined();
    }
    expect(estimateMemory(1e9, undefined)).toBeGreaterThan(1e9);
  });

  it.each([
    [5e9, 16e9, 'fits'],
    [12e9, 16e9, 'tight'],
    [17e9, 16e9, 'tooBig'],
  ])('%d bytes of %d: %s', (needed, available, verdict) => {
    expect(fitVerdict(needed, available)).toBe(verdict);
  });
});
