import { forgetsOrder, staysVague } from '@condenser/sidecar/chat/chain/guards/referenceGuards.ts';
import { describe, expect, it } from 'vitest';

const TURNS = [
  { user: 'How do I read a CSV file in Python?', assistant: 'Use csv.reader on an open file.' },
];
const LONG = [
  { user: 'How do I enable gzip in nginx?', assistant: 'Write `gzip on;`.' },
  { user: 'How do I redirect http to https?', assistant: 'Return 301.' },
  { user: 'and www to the bare domain?', assistant: 'Likewise.' },
];
const LIST = [
  { user: 'How do I paginate?', assistant: '1. Offset and limit\n2. Cursor\n3. Keyset' },
];

describe('a rewrite that does not name its subject is vague', () => {
  it.each([
    ['is it fast?', 'Is it fast?'],
    ['is it fast?', 'Is it really fast enough?'],
    ['Windows?', 'What about Windows?'],
  ])('%s → %s', (question, rewrite) => {
    expect(staysVague({ question, rewrite, history: TURNS })).toBe(true);
  });

  it('a rewrite about a subject of long ago is vague', () => {
    expect(
      staysVague({
        question: 'and in Caddy?',
        rewrite: 'How do I enable gzip in Caddy?',
        history: LONG,
      }),
    ).toBe(true);
    const returning = 'back to gzip: does it slow nginx down?';
    expect(
      staysVague({ question: returning, rewrite: 'Does gzip slow nginx down?', history: LONG }),
    ).toBe(false);
  });
});

describe('a rewrite with a placeholder for something that the conversation names is vague', () => {
  const code = [{ user: '空文件时报错', assistant: '`parse_config` 没有处理空文件。' }];
  const file = [{ user: 'Why does it stop?', assistant: '`retry.ts` gives up after 3 tries.' }];
  const cached = [
    { user: '怎么给函数加缓存？', assistant: '用 `lru_cache` 缓存返回值。' },
    { user: '怎么清空？', assistant: '用 `cache_clear`。' },
  ];
  const pair = [{ user: 'git merge or git rebase?', assistant: 'Merge keeps the history.' }];

  it.each([
    ['怎么改？', '如何修改代码以处理空文件的情况？', code],
    ['加个测试', '为这个函数加一个处理空文件的测试。', code],
    ['translate that to English', 'Translate the given code to English.', file],
    ['how do I change that?', 'How do I change the code so that it does not stop?', file],
    ['which one is safer?', 'Which method is safer?', pair],
    ['is that a problem in Go too?', 'Why does git merge reject this in Go?', pair],
    [
      'can it skip the header row?',
      'Can the user skip the header row?',
      [{ user: 'How do I read a CSV file?', assistant: 'The header row comes first.' }],
    ],
  ])('%s → %s', (question, rewrite, turns) => {
    expect(staysVague({ question, rewrite, history: turns })).toBe(true);
  });

  it.each([
    ['怎么改？', '如何修改 `parse_config` 的代码以处理空文件的情况？', code],
    ['how do I change that?', 'How do I change the code of retry.ts?', file],
    ['which one is safer?', 'Which is safer, git merge or git rebase?', pair],
    ['explain the code again', 'Explain the code of the tries again.', file],
    ['用 Redis 呢？', '如何用 Redis 缓存函数的返回值？', cached],
    ['怎么清空？', '如何清空缓存？', cached.slice(0, 1)],
  ])('one with the name is not: %s → %s', (question, rewrite, turns) => {
    expect(staysVague({ question, rewrite, history: turns })).toBe(false);
  });
});

describe('a rewrite that names its subject is accepted', () => {
  it.each([
    ['is it fast?', 'Is csv.reader fast?'],
    ['skip the empty lines', 'Skip the empty lines of the CSV file.'],
    ['why?', 'Why do I read a CSV file with csv.reader?'],
  ])('%s → %s', (question, rewrite) => {
    expect(staysVague({ question, rewrite, history: TURNS })).toBe(false);
  });

  it('also where it names what "option 2" is', () => {
    expect(
      staysVague({
        question: 'and option 2?',
        rewrite: 'How does cursor pagination work?',
        history: LIST,
      }),
    ).toBe(false);
  });

  it('also where the conversation is in another language', () => {
    const turns = [{ user: '这段代码做什么？', assistant: '读取配置。' }];
    const rewrite = 'Translate the explanation of the code to English.';
    expect(staysVague({ question: 'translate that to English', rewrite, history: turns })).toBe(
      false,
    );
  });
});

describe('the rewrite of an order', () => {
  it.each([
    ['skip the empty lines', 'Read a CSV file in Python.'],
    ['shorter please', 'Read a CSV file.'],
    ['show me the whole file', 'Read a CSV file in Python.'],
    ['短一点', '读取 CSV 文件。'],
  ])('forgets the order where it does not say what to do: %s → %s', (order, rewrite) => {
    expect(forgetsOrder({ question: order, rewrite, history: TURNS })).toBe(true);
  });

  it.each([
    ['skip the empty lines', 'Skip the empty lines of the CSV file.'],
    ['shorter please', 'Explain more briefly how to read a CSV file.'],
    ['短一点', '更简短地解释怎么读取 CSV 文件。'],
  ])('keeps the order where it says what to do: %s → %s', (order, rewrite) => {
    expect(forgetsOrder({ question: order, rewrite, history: TURNS })).toBe(false);
  });
});
