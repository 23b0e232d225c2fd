import { ThinkTagFilter } from '@condenser/sidecar/model/thinkTags.ts';
import { describe, expect, it } from 'vitest';

function filter(...pieces: string[]) {
  const tags = new ThinkTagFilter();
  const parts = [...pieces.map((piece) => tags.push(piece)), tags.end()];
  return {
    content: parts.map(({ content }) => content).join(''),
    thinking: parts.map(({ thinking }) => thinking).join(''),
  };
}

/** The text cut in two at every place, and into single characters. */
function splits(text: string): string[][] {
  const halves = Array.from({ length: text.length + 1 }, (_, at) => [
    text.slice(0, at),
    text.slice(at),
  ]);
  return [...halves, [...text]];
}

describe.each([
  ['an answer alone', 'Use sort().', { content: 'Use sort().', thinking: '' }],
  ['thinking and an answer', '<think>Hm.</think>Use it.', { content: 'Use it.', thinking: 'Hm.' }],
  [
    'blank lines between them',
    '<think>\nHm.\n</think>\n\nUse it.\n',
    { content: 'Use it.\n', thinking: '\nHm.\n' },
  ],
  ['white space before the tag', '\n <think>Hm.</think>Yes', { content: 'Yes', thinking: 'Hm.' }],
  ['no thoughts', '<think>\n\n</think>\n\nYes', { content: 'Yes', thinking: '\n\n' }],
  ['thinking without an end', '<think>Hm. <b', { content: '', thinking: 'Hm. <b' }],
  ['half a closing tag at the end', '<think>Hm.</thi', { content: '', thinking: 'Hm.</thi' }],
  [
    'what looks like the closing tag',
    '<think>a </thin> < </ </think>b',
    { content: 'b', thinking: 'a </thin> < </ ' },
  ],
  [
    'tags later on, which the answer talks about',
    'Wrap it in <think>x</think>.',
    { content: 'Wrap it in <think>x</think>.', thinking: '' },
  ],
  [
    'tags in the answer after thinking',
    '<think>a</think>b <think>c</think>',
    { content: 'b <think>c</think>', thinking: 'a' },
  ],
  ['another tag', '<thinking>a</thinking>', { content: '<thinking>a</thinking>', thinking: '' }],
  ['only the start of a tag', '<thi', { content: '<thi', thinking: '' }],
  ['an answer that begins with <', '<div>', { content: '<div>', thinking: '' }],
  ['white space alone', ' \n', { content: ' \n', thinking: '' }],
  ['an indented answer', '  a\n  b', { content: '  a\n  b', thinking: '' }],
  ['nothing', '', { content: '', thinking: '' }],
  ['Chinese', '<think>想</think>用 sort。', { content: '用 sort。', thinking: '想' }],
])('%s', (_, text, expected) => {
  it('is told apart wherever it is split', () => {
    for (const pieces of splits(text))
      expect([pieces, filter(...pieces)]).toEqual([pieces, expected]);
  });
});

describe('what can be shown', () => {
  it('is not held back: each piece of the answer comes out at once', () => {
    const tags = new ThinkTagFilter();
    expect(tags.push('Use')).toEqual({ content: 'Use', thinking: '' });
    expect(tags.push(' <think>')).toEqual({ content: ' <think>', thinking: '' });
  });

  it('is held back only as far as it may be a tag', () => {
    const tags = new ThinkTagFilter();
    tags.push('<think>');
    expect(tags.push('Hm.</th')).toEqual({ content: '', thinking: 'Hm.' });
    expect(tags.push('ey')).toEqual({ content: '', thinking: '</they' });
  });
});
