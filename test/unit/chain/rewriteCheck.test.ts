import { forgetsOrder, staysVague } from '@condenser/sidecar/chain/rewriteCheck.ts';
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

describe('a rewrite that still does not say what it is about is vague', () => {
  it.each([
    ['is it fast?', 'Is it fast?'],
    ['is it fast?', 'Is it really fast enough?'],
    ['Windows?', 'What about Windows?'],
  ])('%s → %s', (question, rewrite) => {
    expect(staysVague(question, rewrite, TURNS)).toBe(true);
  });

  it('and so is one about something that was left long ago', () => {
    expect(staysVague('and in Caddy?', 'How do I enable gzip in Caddy?', LONG)).toBe(true);
    const returning = 'back to gzip: does it slow nginx down?';
    expect(staysVague(returning, 'Does gzip slow nginx down?', LONG)).toBe(false);
  });
});

describe('a rewrite that names it passes', () => {
  it.each([
    ['is it fast?', 'Is csv.reader fast?'],
    ['skip the empty lines', 'Skip the empty lines of the CSV file.'],
    ['why?', 'Why do I read a CSV file with csv.reader?'],
  ])('%s → %s', (question, rewrite) => {
    expect(staysVague(question, rewrite, TURNS)).toBe(false);
  });

  it('also where it names what "option 2" is', () => {
    expect(staysVague('and option 2?', 'How does cursor pagination work?', LIST)).toBe(false);
  });

  it('also where the conversation is in another language', () => {
    const turns = [{ user: '这段代码做什么？', assistant: '读取配置。' }];
    const rewrite = 'Translate the explanation of the code to English.';
    expect(staysVague('translate that to English', rewrite, turns)).toBe(false);
  });
});

describe('the rewrite of an order that does not say what to do', () => {
  it.each([
    ['skip the empty lines', 'Read a CSV file in Python.'],
    ['shorter please', 'Read a CSV file.'],
    ['show me the whole file', 'Read a CSV file in Python.'],
    ['短一点', '读取 CSV 文件。'],
  ])('has forgotten it: %s → %s', (order, rewrite) => {
    expect(forgetsOrder(order, rewrite, TURNS)).toBe(true);
  });

  it.each([
    ['skip the empty lines', 'Skip the empty lines of the CSV file.'],
    ['shorter please', 'Explain more briefly how to read a CSV file.'],
    ['短一点', '更简短地解释怎么读取 CSV 文件。'],
  ])('and one that does has not: %s → %s', (order, rewrite) => {
    expect(forgetsOrder(order, rewrite, TURNS)).toBe(false);
  });
});
