import { colouredSlices } from '@condenser/webui/markdown/languages.ts';
import { describe, expect, it } from 'vitest';

/** The text that HTML of colours shows. */
function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A clock that passes so many milliseconds each time it is read. */
function clock(step: number): () => number {
  let time = 0;
  return () => {
    time += step;
    return time;
  };
}

function slicesOf(code: string, language: string, now = clock(0)): (string | undefined)[] {
  return [...(colouredSlices(code, language, now) ?? [])];
}

it('code of a known language is coloured to its end, and says what it said', () => {
  const code = 'const a = "b" && 1;\n'.repeat(500);
  const html = slicesOf(code, 'ts').join('');
  expect(html.match(/hljs-keyword/g)).toHaveLength(500);
  expect(textOf(html)).toBe(code);
});

describe('no step is given more than 4,000 characters, whatever the code', () => {
  it.each([
    ['texts that do not end', '"a\n', 'csharp'],
    ['expansions that do not end', '${\n', 'bash'],
    ['names between underscores', '_a_\n', 'cpp'],
    ['names between underscores in a line', `${'_a_ '.repeat(90)}\n`, 'cpp'],
    ['comments that do not end', '/* a\n', 'java'],
    ['tags', '<a b="\n', 'xml'],
    ['braces', '{\n', 'json'],
    ['plain lines', 'let a = 1;\n', 'ts'],
  ])('%s', (_, line, language) => {
    const code = line.repeat(Math.floor(19_900 / line.length));
    const slices = slicesOf(code, language).map((html) => textOf(html ?? ''));
    expect(slices.join('')).toBe(code);
    expect(slices.length).toBeGreaterThanOrEqual(5);
    for (const slice of slices) expect(slice.length).toBeLessThanOrEqual(4_000);
  });
});

it('a comment that goes on behind a step keeps its colour', () => {
  const code = `${'let a = 1;\n'.repeat(170)}/*\n${'word let word\n'.repeat(100)}*/\nlet b = 2;\n`;
  const html = slicesOf(code, 'ts').join('');
  expect(html.match(/hljs-keyword/g)).toHaveLength(171);
  expect(html.match(/hljs-comment/g)).toHaveLength(1);
});

it('code that takes long in spite of all that keeps its one colour', () => {
  const code = 'let a = 1;\n'.repeat(1_800);
  expect(slicesOf(code, 'ts', clock(50))).not.toContain(undefined);
  const slices = slicesOf(code, 'ts', clock(400));
  expect(slices.at(-1)).toBeUndefined();
  expect(slices.length).toBe(3);
});

describe('code that would take long to colour is left as it is', () => {
  it.each([
    ['underscores', '_'.repeat(400), 'cpp'],
    ['quotes', '"'.repeat(400), 'bash'],
    ['dollars', '$'.repeat(400), 'java'],
    ['brackets', '('.repeat(400), 'javascript'],
    ['a long line', 'a '.repeat(300), 'csharp'],
    ['many lines', 'let a = 1;\n'.repeat(5_000), 'ts'],
  ])('%s', (_, code, language) => expect(colouredSlices(code, language)).toBeUndefined());
});
