import { MAX_SEARCH_TERMS, searchTerms } from '@condenser/sidecar/chain/searchTerms.ts';
import { expect, it } from 'vitest';

it('search terms are the names and the content words of the standalone form', () => {
  expect(searchTerms('How do I make readConfig() retry on a timeout?', [])).toEqual([
    'readConfig',
    'retry',
    'timeout',
  ]);
});

it('search terms include the names that the last answer gave', () => {
  const turns = [{ user: 'q', assistant: 'Call `cache_clear` of lru_cache.' }];
  expect(searchTerms('Is that safe?', turns)).toEqual(['safe', 'cache_clear', 'lru_cache']);
});

it('a Chinese question has the words that the model proposes, each once', () => {
  expect(searchTerms('怎么清空 LRU 缓存？', [], 'cache, clear、LRU，清空 the')).toEqual([
    'lru',
    'cache',
    'clear',
  ]);
});

it('search terms are bounded, whatever the model writes', () => {
  const line = Array.from({ length: 500 }, (_, at) => `word${at}`).join(' ');
  const terms = searchTerms(`${line} ${'x'.repeat(5000)}`, [], `${line}\n${'y'.repeat(9000)}`);
  expect(terms.length).toBeLessThanOrEqual(MAX_SEARCH_TERMS);
  expect(Math.max(...terms.map((term) => term.length))).toBeLessThanOrEqual(60);
});
