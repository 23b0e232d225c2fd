import { stripControlCharacters } from '@condenser/sidecar/models/untrusted.ts';
import { describe, expect, it } from 'vitest';
import { Random, seeds } from '../random.ts';

const ESC = '\u001b';
const ST = `${ESC}\\`;

describe('terminal control sequences are removed', () => {
  it.each([
    // CSI
    ['a colour', `${ESC}[31mred${ESC}[0m`, 'red'],
    ['a colour by its number', `${ESC}[38;5;196mred`, 'red'],
    ['a move of the cursor', `a${ESC}[2;5Hb`, 'ab'],
    ['a cleared screen', `a${ESC}[2Jb`, 'ab'],
    ['the other screen', `a${ESC}[?1049hb`, 'ab'],
    ['with bytes in between', `a${ESC}[1 qb`, 'ab'],
    ['a question to the terminal', `a${ESC}[6nb`, 'ab'],
    ['8-bit CSI', 'a\u009b31mb', 'ab'],
    ['cut short', `a${ESC}[31`, 'a'],
    ['cut short by a line', `a${ESC}[\nb`, 'a\nb'],
    // Strings
    ['a title', `a${ESC}]0;title\u0007b`, 'ab'],
    ['a title, ended by ST', `a${ESC}]0;title${ST}b`, 'ab'],
    ['a title, ended by 8-bit ST', `a${ESC}]0;title\u009cb`, 'ab'],
    ['a title in 8 bits', 'a\u009d0;title\u0007b', 'ab'],
    ['the clipboard', `a${ESC}]52;c;cm0gLXJm\u0007b`, 'ab'],
    ['a link, but its text', `${ESC}]8;;http://x${ST}text${ESC}]8;;${ST}`, 'text'],
    ['a title without an end', `a${ESC}]0;title`, 'a'],
    ['a device control string', `a${ESC}P1$r0m${ST}b`, 'ab'],
    ['the same in 8 bits', 'a\u00901$r0m\u009cb', 'ab'],
    ['an application’s command', `a${ESC}_x${ST}b`, 'ab'],
    ['a private message', `a${ESC}^x${ST}b`, 'ab'],
    ['a start of string', `a${ESC}Xx${ST}b`, 'ab'],
    // The short ones
    ['a reset', `a${ESC}cb`, 'ab'],
    ['another character set', `a${ESC}(0b`, 'ab'],
    ['a saved cursor', `a${ESC}7b${ESC}8`, 'ab'],
    ['an escape alone', `a${ESC}`, 'a'],
    ['an escape before other letters', `a${ESC}éb`, 'aéb'],
    ['an escape within an escape', `a${ESC}${ESC}[31mb`, 'ab'],
    ['a sequence within a sequence', `a${ESC}[${ESC}[31m31mb`, 'a31mb'],
    // Control characters
    ['a carriage return that would hide what stood there', 'good\rbad', 'goodbad'],
    ['a line’s end as Windows writes it', 'a\r\nb', 'a\nb'],
    ['backspaces', 'good\b\b\b\bbad', 'goodbad'],
    ['a bell, a null, a delete', 'a\u0007\u0000\u007fb', 'ab'],
    ['the other C1 characters', 'a\u0080\u0085\u008db', 'ab'],
    ['a shift to another character set', 'a\u000e\u000fb', 'ab'],
    // What reorders
    ['right-to-left override', 'a\u202etxt.exe\u202c', 'atxt.exe'],
    ['isolates', '\u2066a\u2067b\u2068c\u2069', 'abc'],
    ['marks of direction', 'a\u200eb\u200fc\u061cd', 'abcd'],
    ['embeddings', '\u202aa\u202bb\u202dc', 'abc'],
  ])('%s', (_, text, expected) => {
    expect(stripControlCharacters(text)).toBe(expected);
  });
});

describe('all other text is kept', () => {
  it.each([
    ['tabs and lines', 'a\tb\n\nc'],
    ['brackets', 'list[31m] = [0;1H]'],
    ['Chinese', '用 sort() 排序。'],
    ['Arabic and Hebrew', 'שלום مرحبا'],
    ['emoji that are joined', '👩‍💻❤️'],
    ['accents', 'é e\u0301 ñ'],
    ['a backslash', '\\u001b[31m'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(stripControlCharacters(text)).toBe(text);
  });
});

const PIECES = [
  ESC,
  '[',
  ']',
  '0;',
  '31m',
  '\u0007',
  ST,
  '\u009b',
  '\u009d',
  '\u009c',
  'P',
  'a',
  '\r',
  '\n',
  '\u202e',
  '\u061c',
  '\\',
  'é',
];

function obeyed(character: string): boolean {
  return character !== '\t' && character !== '\n' && /[\p{Cc}\p{Bidi_Control}]/u.test(character);
}

describe('any text in any pieces', () => {
  it.each(seeds(50))('nothing is left that a terminal would obey (seed %i)', (seed) => {
    const random = new Random(seed);
    const pieces = Array.from({ length: 30 }, () => random.text(PIECES, random.integer(1, 6), ''));
    const shown = [stripControlCharacters(pieces.join('')), ...pieces.map(stripControlCharacters)];
    for (const text of shown) expect([...text].filter(obeyed)).toEqual([]);
  });
});
