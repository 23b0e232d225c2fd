import { ThinkTagFilter } from '@condenser/sidecar/models/thinkTags.ts';
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

const TEXTS: readonly (readonly [string, string, { content: string; thinking: string }])[] = [
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
  ['another tag', '<b>a</b>', { content: '<b>a</b>', thinking: '' }],
  ['only the start of a tag', '<thi', { content: '<thi', thinking: '' }],
  ['an answer that begins with <', '<div>', { content: '<div>', thinking: '' }],
  ['white space alone', ' \n', { content: ' \n', thinking: '' }],
  ['an indented answer', '  a\n  b', { content: '  a\n  b', thinking: '' }],
  ['nothing', '', { content: '', thinking: '' }],
  ['other spellings of the tag', '<thinking>a</thinking>b', { content: 'b', thinking: 'a' }],
  ['a thought', '<thought>a</thought>\nb', { content: 'b', thinking: 'a' }],
  ['square brackets', '[THINK]a [b][/THINK]\n\nc', { content: 'c', thinking: 'a [b]' }],
  ['thinking twice', '<think>a</think>\n<think>b</think>\nc', { content: 'c', thinking: 'ab' }],
  [
    'the channels of gpt-oss',
    '<|channel|>analysis<|message|>a < b<|end|><|start|>assistant<|channel|>final<|message|>c<|return|>',
    { content: 'c', thinking: 'a < b' },
  ],
  [
    'channels with the first mark of the part',
    '<|start|>assistant<|channel|>analysis<|message|>a<|end|>\n<|start|>assistant<|channel|>final<|message|>`<` is less',
    { content: '`<` is less', thinking: 'a' },
  ],
  [
    'thinking that goes on to the answer without an end',
    '<|channel|>analysis<|message|>a<|start|>assistant<|channel|>final<|message|>b',
    { content: 'b', thinking: 'a' },
  ],
  [
    'a tool call in a channel',
    '<|channel|>commentary to=functions.run <|constrain|>json<|message|>{"a":1}<|call|>',
    { content: '', thinking: '{"a":1}' },
  ],
  ['an answer in a channel alone', '<|channel|>final<|message|>b', { content: 'b', thinking: '' }],
  [
    'marks of channels in the code of such an answer',
    '<|channel|>final<|message|>```\n<|end|>\n```\n`<|end|>` ends it<|return|>',
    { content: '```\n<|end|>\n```\n`<|end|>` ends it', thinking: '' },
  ],
  ['the channels of Gemma', '<|channel>thought\na\n<channel|>b', { content: 'b', thinking: 'a\n' }],
  [
    'a channel of Gemma without a thought',
    '<|channel>thought\n<channel|>b',
    { content: 'b', thinking: '' },
  ],
  ['what only begins like a channel', '<| f x', { content: '<| f x', thinking: '' }],
  [
    'a closing tag without an opening one, which comes too late to take back',
    'Hm.\n</think>\n\nUse it.',
    { content: 'Hm.\n\n\nUse it.', thinking: '' },
  ],
  [
    'a closing tag without an opening one at the end of a line',
    'Hm.</think>\nUse it.',
    { content: 'Hm.\n\nUse it.', thinking: '' },
  ],
  [
    'the end of a tag in a sentence',
    'Close it with </think> and go on.',
    { content: 'Close it with </think> and go on.', thinking: '' },
  ],
  [
    'tags in a code block',
    'So:\n```html\n<think>\nx\n</think>\n```\nand\n~~~\n[/THINK]\n~~~\n',
    { content: 'So:\n```html\n<think>\nx\n</think>\n```\nand\n~~~\n[/THINK]\n~~~\n', thinking: '' },
  ],
  [
    'the end of a tag between backticks, alone in its line',
    'Write\n`</think>`\nthere.',
    { content: 'Write\n`</think>`\nthere.', thinking: '' },
  ],
  [
    'a pair of tags in the middle of an answer',
    'Write\n<think>\nx\n</think>\nthere.',
    { content: 'Write\n<think>\nx\n</think>\nthere.', thinking: '' },
  ],
  [
    'a code block at the start',
    '```\n<think>a</think>\n```\nb',
    { content: '```\n<think>a</think>\n```\nb', thinking: '' },
  ],
  ...(
    [
      ['<reasoning>', '</reasoning>'],
      ['<seed:think>', '</seed:think>'],
      ['◁think▷', '◁/think▷'],
      ['<|begin_of_thought|>', '<|end_of_thought|>'],
      ['<|START_THINKING|>', '<|END_THINKING|>'],
      ['<unused94>thought', '<unused95>'],
      ['<THINK>', '</THINK>'],
      ['<think >', '</ think >'],
      ['<analysis>', '</analysis>'],
      ['<reflection>', '</reflection>'],
      ['<scratchpad>', '</scratchpad>'],
      ['<antThinking>', '</antThinking>'],
      ['<|think|>', '<|/think|>'],
      ['Thinking...\n', '...done thinking.'],
    ] as const
  ).map(
    ([open, close]) =>
      [
        `${open} and ${close}`,
        `${open}a < b\n${close}\n\nc`,
        { content: 'c', thinking: 'a < b\n' },
      ] as const,
  ),
  ...[
    '```xml\n<analysis>\n  <a/>\n</analysis>\n```\nIt is XML.',
    '`<reasoning>` opens it, and `</reasoning>` closes it.',
    'Use <analysis> and </analysis> around it.',
    '[Reasoning](https://example.com) explains it.',
    'Thinking... is a verb form.',
    '<div class="thinking">\n</div>',
  ].map(
    (text) => [`an answer about a tag: ${text}`, text, { content: text, thinking: '' }] as const,
  ),
  [
    'a closing tag between two sentences',
    'Hm.</thinking>Use it.',
    { content: 'Hm.\n\nUse it.', thinking: '' },
  ],
  ['Chinese', '<think>想</think>用 sort。', { content: '用 sort。', thinking: '想' }],
];

describe.each(TEXTS)('%s', (_, text, expected) => {
  it('is separated wherever it is split', () => {
    for (const pieces of splits(text))
      expect([pieces, filter(...pieces)]).toEqual([pieces, expected]);
  });
});

describe('text', () => {
  it('is passed on at once', () => {
    const tags = new ThinkTagFilter();
    expect(tags.push('Use')).toEqual({ content: 'Use', thinking: '' });
    expect(tags.push(' <think>')).toEqual({ content: ' <think>', thinking: '' });
  });

  it('is held back only if it may be a tag', () => {
    const tags = new ThinkTagFilter();
    tags.push('<think>');
    expect(tags.push('Hm.</th')).toEqual({ content: '', thinking: 'Hm.' });
    expect(tags.push('ey')).toEqual({ content: '', thinking: '</they' });
  });
});

describe('a closing tag without an opening one', () => {
  it.each(splits('Hm.\n</think>\n\nUse it.'))('tells where the answer begins (%#)', (...pieces) => {
    const tags = new ThinkTagFilter();
    const content = [...pieces.map((piece) => tags.push(piece)), tags.end()]
      .map((part) => part.content)
      .join('');
    expect(content.slice(tags.answerStart)).toBe('Use it.');
  });

  it('has no effect if it is absent', () => {
    const tags = new ThinkTagFilter();
    tags.push('Use `</think>`.\n');
    tags.end();
    expect(tags.answerStart).toBeUndefined();
  });
});
