import {
  estimateTokens,
  leastTokens,
  TokenEstimate,
} from '@condenser/sidecar/chat/chain/contextBudget.ts';
import { describe, expect, it } from 'vitest';

describe('estimateTokens', () => {
  it.each([
    ['nothing', '', 0],
    ['prose: 4 characters a token', 'abcd efgh ijkl mno', 5],
    ['prose with ordinary punctuation', 'Sort it, then print the list.', 8],
    ['code: 3 characters a token', 'f(a[i]);', 3],
    ['Chinese: a token a character', '给列表排序', 5],
    ['Japanese', 'リストを', 4],
    ['Korean', '정렬', 2],
    ['Chinese among Latin letters', '用 Kotlin 写', 4],
  ])('%s', (_, text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });

  it('estimates more tokens for code than for prose of the same length', () => {
    const prose = 'for each item of the list call use with it ';
    const code = 'for(const a of b){c(a.d);e[f]=g(h,i);}j();  ';
    expect(estimateTokens(code)).toBeGreaterThan(estimateTokens(prose));
  });
});

describe('leastTokens', () => {
  it.each([
    ['an ordinary text', 'Sort the list and print it, then return. '.repeat(20), 40, 60],
    ['Chinese', '给列表排序并打印'.repeat(20), 30, 50],
    ['white space of any length', ' '.repeat(10_000), 0, 0],
    ['empty lines', '\n    \n'.repeat(1000), 0, 0],
    ['a ruled line', '='.repeat(10_000), 0, 0],
    ['columns', `a${' '.repeat(500)}b\n`.repeat(20), 0, 8],
  ])('%s', (_, text, low, high) => {
    expect(leastTokens(text)).toBeGreaterThanOrEqual(low);
    expect(leastTokens(text)).toBeLessThanOrEqual(high);
  });

  it('never exceeds the estimate', () => {
    for (const text of ['a', '给', 'f(x)', 'Sort the list.', '用 Kotlin 写一个函数 f(x)。']) {
      expect(leastTokens(text)).toBeLessThanOrEqual(estimateTokens(text));
    }
  });
});

const PROMPT = ['Sort the list and print it, please. '.repeat(10), '给列表排序'.repeat(10)];
const RAW = PROMPT.reduce((sum, text) => sum + estimateTokens(text), 0);
/** Tokens that the template adds around two messages. */
const TEMPLATE = 12;

function sizeAfter(actual: number, times = 1): number {
  const estimate = new TokenEstimate();
  for (let time = 0; time < times; time += 1) estimate.learn('a', PROMPT, actual);
  return estimate.message('a', PROMPT[0] ?? '');
}

describe('TokenEstimate', () => {
  const unlearned = new TokenEstimate().message('a', PROMPT[0] ?? '');

  it('adds the template’s tokens to each message', () => {
    expect(unlearned).toBe(estimateTokens(PROMPT[0] ?? '') + TEMPLATE / 2);
  });

  it('does not change when Ollama counts as many tokens as estimated', () => {
    expect(sizeAfter(RAW + TEMPLATE, 5)).toBe(unlearned);
  });

  it('approaches the counts of Ollama', () => {
    const half = estimateTokens(PROMPT[0] ?? '') / 2 + TEMPLATE / 2;
    expect(sizeAfter(RAW / 2 + TEMPLATE, 1)).toBeLessThan(unlearned);
    expect(Math.abs(sizeAfter(RAW / 2 + TEMPLATE, 10) - half)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['no count', 0],
    ['less than the template', 5],
    ['less than the text can have: it was cut', 20],
  ])('ignores %s', (_, actual) => {
    expect(sizeAfter(actual)).toBe(unlearned);
  });

  it('ignores a prompt of a few words', () => {
    const estimate = new TokenEstimate();
    estimate.learn('a', ['hi'], 400);
    expect(estimate.message('a', PROMPT[0] ?? '')).toBe(unlearned);
  });

  it('never exceeds a factor of three', () => {
    const text = estimateTokens(PROMPT[0] ?? '');
    expect(sizeAfter(RAW * 50, 20)).toBeLessThanOrEqual(3 * text + TEMPLATE / 2);
  });

  it('learns for each model separately', () => {
    const estimate = new TokenEstimate();
    estimate.learn('a', PROMPT, RAW * 2);
    expect(estimate.message('b', PROMPT[0] ?? '')).toBe(unlearned);
  });
});
