import { MAX_SEARCH_TERMS, searchTerms } from '@condenser/sidecar/chat/chain/searchTerms.ts';
import { expect, it } from 'vitest';

it('search terms are the names and the content words of the standalone form', () => {
  expect(searchTerms('How do I make readConfig() retry on a timeout?', [])).toEqual([
    'readConfig',
    'retry',
    'timeout',
  ]);
});

it('search terms include the names of the last answer', () => {
  const turns = [{ user: 'q', assistant: 'Call `cache_clear` of lru_cache.' }];
  expect(searchTerms('Is that safe?', turns)).toEqual(['safe', 'cache_clear', 'lru_cache']);
});

it.each([
  ['怎么清空 LRU 缓存？', ['lru', 'clear', 'cache']],
  ['连接数据库超时怎么重试', ['connection', 'database', 'timeout', 'retry']],
  ['`parse_config` 读取环境变量时报错', ['parse_config', 'read', 'env', 'error']],
  ['为什么缓存的缓存还是旧的', ['cache']],
])(
  'a Chinese question has the English words that code has for its terms, each once: %s',
  (form, terms) => {
    expect(searchTerms(form, [])).toEqual(expect.arrayContaining(terms));
    expect(searchTerms(form, []).filter((term) => term === terms.at(-1))).toHaveLength(1);
  },
);

it('search terms are limited in number and length', () => {
  const line = Array.from({ length: 500 }, (_, at) => `word${at}`).join(' ');
  const terms = searchTerms(`${line} ${'x'.repeat(5000)}`, []);
  expect(terms.length).toBeLessThanOrEqual(MAX_SEARCH_TERMS);
  expect(Math.max(...terms.map((term) => term.length))).toBeLessThanOrEqual(60);
});
