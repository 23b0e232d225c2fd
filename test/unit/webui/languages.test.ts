import { coloured } from '@condenser/webui/markdown/languages.ts';
import { describe, expect, it } from 'vitest';

it('code of a known language is coloured', () => {
  expect(coloured('const a = 1;\n'.repeat(500), 'ts')).toContain('hljs-keyword');
});

describe('code that would take long to colour is left as it is', () => {
  it.each([
    ['underscores', '_'.repeat(400), 'cpp'],
    ['quotes', '"'.repeat(400), 'bash'],
    ['dollars', '$'.repeat(400), 'java'],
    ['brackets', '('.repeat(400), 'javascript'],
    ['a long line', 'a '.repeat(300), 'csharp'],
    ['many lines', 'let a = 1;\n'.repeat(5_000), 'ts'],
  ])('%s', (_, code, language) => expect(coloured(code, language)).toBeUndefined());
});
