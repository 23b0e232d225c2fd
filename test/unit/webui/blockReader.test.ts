import {
  BlockReader,
  MAX_PARSED_PER_PIECE,
  type Piece,
} from '@condenser/webui/markdown/blockReader.ts';
import { blocksOf, htmlOf } from '@condenser/webui/markdown/html.ts';
import { describe, expect, it, vi } from 'vitest';
import { Random, seeds } from '../random.ts';

const LENGTH = 16_000;

// Only a hang takes that long.
vi.setConfig({ testTimeout: 120_000 });

/** Answers that are made to keep a page busy, each of about the given length. */
const inputs: Readonly<Record<string, (length: number) => string>> = {
  'a table of short rows': (length) => `|a|b|\n|-|-|\n${repeat('|c|d|\n', length)}`,
  'a table of long rows': (length) =>
    `|a|b|\n|-|-|\n${repeat(`|${'c'.repeat(3_000)}|d|\n`, length)}`,
  'heads of tables': (length) => repeat('|a|\n|-|\n', length),
  'heads of tables with blank lines': (length) => repeat('|a|\n|-|\n\n', length),
  'a table of many columns': (length) =>
    `${repeat('|a', length / 2)}|\n${repeat('|-', length / 2)}|\n`,
  'short rows under many columns': (length) =>
    `${'|a'.repeat(500)}|\n${'|-'.repeat(500)}|\n${repeat('|b|\n', length)}`,
  'short rows under sixty columns': (length) =>
    `${'|a'.repeat(60)}|\n${'|-'.repeat(60)}|\n${repeat('|b|\n', length)}`,
  rules: (length) => repeat('---\n', length),
  'rules of stars': (length) => repeat('* * *\n', length),
  headings: (length) => repeat('# a\n', length),
  'underlined headings': (length) => repeat('a\n===\n', length),
  'one-line paragraphs': (length) => repeat('a\n\n', length),
  'short lines': (length) => repeat('a\n', length),
  'a list': (length) => repeat('- a\n', length),
  'a loose list': (length) => repeat('- a\n\n', length),
  'a numbered list': (length) => repeat('1. a\n', length),
  'a list of tasks': (length) => repeat('- [ ] a\n', length),
  'a list of paragraphs': (length) => repeat('- a\n\n  b\n\n', length),
  'items without a text': (length) => repeat('+\n', length),
  'a nested list': (length) => repeat(staircase('- a\n', 20), length),
  'a list that nests ever deeper': (length) => staircase('- a\n', Math.sqrt(length)),
  'lists in one line': (length) => `${repeat('- ', length)}x`,
  quotes: (length) => repeat('> a\n', length),
  'nested quotes': (length) => repeat(`${'>'.repeat(20)} a\n`, length),
  'quotes in one line': (length) => `${repeat('>', length)} x`,
  'quotes and lists in turn': (length) => repeat('> a\n- b\n', length),
  'a quote with lazy lines': (length) => `> a\n${repeat('b\n', length)}`,
  'emphasis runs': (length) => repeat('*a* ', length),
  'emphasis without an end': (length) => repeat('*a **b ', length),
  'stars alone': (length) => repeat('**', length),
  'stars in lines': (length) => repeat('**a\n', length),
  underscores: (length) => repeat('_a ', length),
  'open brackets': (length) => repeat('[', length),
  'open brackets in lines': (length) => repeat('[[[[[[[[\n', length),
  links: (length) => repeat('[a](http://b.c) ', length),
  'links without an end': (length) => repeat('[a](b', length),
  'bare links': (length) => repeat('http://a.b ', length),
  definitions: (length) => repeat('[a]: b\n', length),
  'pictures without an end': (length) => repeat('![', length),
  tags: (length) => repeat('<div>', length),
  'tags in lines': (length) => repeat('<b>a</b>\n', length),
  comments: (length) => repeat('<!-- a\n', length),
  backticks: (length) => repeat('`a', length),
  backslashes: (length) => repeat('\\*', length),
  entities: (length) => repeat('&amp;', length),
  'fences that open and close': (length) => repeat('```\na\n```\n', length),
  'one fence': (length) => `\`\`\`ts\n${repeat('let a = 1;\n', length)}\`\`\`\n`,
  'fences in lists': (length) => repeat('- ```\n  a\n  ```\n', length),
  'a fence in a list': (length) => `- \`\`\`\n${repeat('  a\n', length)}`,
  'indented code': (length) => repeat('    a\n\n', length),
  'one long line': (length) => repeat('a', length),
  'one long line in words': (length) => repeat('word ', length),
  'long lines': (length) => repeat(`${'b'.repeat(3_900)}\n`, length),
  'lines of spaces': (length) => repeat('   \n', length),
  'a wall of prose': (length) => repeat('Some words, *one* of them `special`.\n', length),
};

function repeat(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length));
}

function staircase(line: string, steps: number): string {
  return Array.from({ length: Math.floor(steps) }, (_, step) => `${'  '.repeat(step)}${line}`).join(
    '',
  );
}

/** Reads to the end. @returns what was read, and the most that one piece cost. */
function readAll(text: string): { pieces: Piece[]; reader: BlockReader; most: number } {
  const reader = new BlockReader();
  reader.update(text, true);
  const pieces: Piece[] = [];
  let most = 0;
  for (;;) {
    const before = reader.parsed;
    const piece = reader.next();
    most = Math.max(most, reader.parsed - before);
    if (piece === undefined) return { pieces, reader, most };
    pieces.push(piece);
  }
}

/** How much is drawn for a piece, in characters of HTML or of text. */
function drawn(piece: Piece): number {
  switch (piece.kind) {
    case 'blocks':
      return htmlOf(piece.blocks).length;
    case 'rows':
      return htmlOf([piece.table]).length;
    case 'codeText':
    case 'lineText':
      return piece.text.length;
    default:
      return 0;
  }
}

/** The letters and digits of everything that is drawn, as a reader sees them. */
function seen(pieces: readonly Piece[]): string {
  const texts = pieces.map((piece) => {
    switch (piece.kind) {
      case 'blocks':
        return htmlOf(piece.blocks).replaceAll(/<[^>]*>/g, '');
      case 'tableStart':
        return piece.head;
      case 'rows':
        return htmlOf([{ ...piece.table, header: [] }]).replaceAll(/<[^>]*>/g, '');
      case 'codeText':
      case 'lineText':
        return piece.text;
      default:
        return '';
    }
  });
  return letters(texts.join(''));
}

function letters(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|amp);/g, '').replaceAll(/[^a-z]/gi, '');
}

describe.each(Object.entries(inputs))('%s', (_, make) => {
  it('are read in pieces that are bounded, each drawn at once', () => {
    const { pieces, most, reader } = readAll(make(LENGTH));
    expect(most).toBeLessThanOrEqual(MAX_PARSED_PER_PIECE);
    expect(Math.max(...pieces.map(drawn))).toBeLessThan(100_000);
    expect(reader.rest()).toEqual([]);
  });

  it('cost at most in proportion to their length', () => {
    const [once, twice] = [readAll(make(LENGTH)), readAll(make(2 * LENGTH))];
    expect(twice.reader.parsed).toBeLessThanOrEqual(
      2.6 * once.reader.parsed + MAX_PARSED_PER_PIECE,
    );
    expect(twice.pieces.length).toBeLessThanOrEqual(2.6 * once.pieces.length + 10);
    // No character is read over and over.
    expect(once.reader.parsed).toBeLessThan(12 * LENGTH);
  });
});

/** Of these, letters are of addresses and of marks, which are not shown as they are written. */
const NOT_LITERAL = /links|definitions|pictures|tags|comments|entities|numbered/;

describe.each(Object.entries(inputs).filter(([name]) => !NOT_LITERAL.test(name)))(
  '%s',
  (_, make) => {
    it('are there to the last letter', () => {
      const text = make(LENGTH);
      expect(seen(readAll(text).pieces)).toBe(letters(text.replaceAll(/^```ts$/gm, '')));
    });
  },
);

describe('text that comes in pieces', () => {
  const text = [
    '# Head\n\nSome *prose*\nin two lines.\n\n',
    '- one\n- two\n  - nested\n\n1. first\n2. second\n\n',
    '| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n\n',
    '```ts a.ts\nconst a = 1;\n\n```\n> quoted\n\nLast line',
  ].join('');

  it.each(seeds(30))('becomes the same blocks however it is cut (seed %i)', (seed) => {
    const random = new Random(seed);
    const reader = new BlockReader();
    const pieces: Piece[] = [];
    for (let end = 0; end < text.length; ) {
      end = Math.min(text.length, end + random.integer(1, 40));
      reader.update(text.slice(0, end), false);
      for (let piece = reader.next(); piece; piece = reader.next()) pieces.push(piece);
    }
    reader.update(text, true);
    for (let piece = reader.next(); piece; piece = reader.next()) pieces.push(piece);
    expect(seen(pieces)).toBe(seen(readAll(text).pieces));
    expect(seen(pieces)).toBe(letters(text.replace('ts a.ts', '')));
  });

  it('has its line ends read as one kind', () => {
    const reader = new BlockReader();
    const pieces: Piece[] = [];
    const windows = text.replaceAll('\n', '\r\n');
    for (let end = 1; end <= windows.length; end += 1) {
      reader.update(windows.slice(0, end), end === windows.length);
      for (let piece = reader.next(); piece; piece = reader.next()) pieces.push(piece);
    }
    expect(seen(pieces)).toBe(seen(readAll(text).pieces));
  });
});

it('a list of code words is a list, however long', () => {
  const { pieces } = readAll('- `a` and `b`\n'.repeat(2_000));
  const html = pieces
    .map((piece) => (piece.kind === 'blocks' ? htmlOf(piece.blocks) : ''))
    .join('');
  expect(html.match(/<li>/g)).toHaveLength(2_000);
  expect(html.match(/<code>/g)).toHaveLength(4_000);
});

it('a table of more columns than can be read is shown as it is written', () => {
  const { pieces } = readAll(`${'|a'.repeat(100)}|\n${'|-'.repeat(100)}|\n|b|\n`);
  expect(pieces.map(({ kind }) => kind)).not.toContain('tableStart');
});

it('lines of tags without an end are one block, as they are written', () => {
  const tags = '<div>\n'.repeat(201);
  expect(blocksOf(`${tags}\n# a\n`)).toMatchObject([{ raw: `${tags}\n# a\n` }]);
  expect(blocksOf(`${'<div>\n'.repeat(100)}\n# a\n`).map(({ type }) => type)).toContain('heading');
});
