import { countHiddenInCode, revealHiddenInCode, revealHiddenInProse } from '@condenser/protocol';
import { readInfo } from '@condenser/webui/markdown/fence.ts';
import { describe, expect, it } from 'vitest';

/** Every code point except surrogates. */
function codePoints(): string[] {
  const all: string[] = [];
  for (let number = 0; number <= 0x10_ffff; number += 1) {
    if (number < 0xd800 || number > 0xdfff) all.push(String.fromCodePoint(number));
  }
  return all;
}

const FLAG = '\u{1f3f4}';

/** The text in tag characters, followed by the cancel tag. */
function tags(text: string): string {
  const spelled = [...text].map((c) => String.fromCodePoint(0xe0000 + (c.codePointAt(0) ?? 0)));
  return `${spelled.join('')}\u{e007f}`;
}

describe('a hidden character in code is replaced by its code point', () => {
  it.each([
    ['Hangul filler', 0x3164],
    ['halfwidth Hangul filler', 0xffa0],
    ['Hangul choseong filler', 0x115f],
    ['Hangul jungseong filler', 0x1160],
    ['blank braille pattern', 0x2800],
    ['variation selector 1', 0xfe00],
    ['variation selector 16', 0xfe0f],
    ['variation selector 17', 0xe0100],
    ['variation selector 256', 0xe01ef],
    ['Mongolian free variation selector', 0x180b],
    ['Mongolian vowel separator', 0x180e],
    ['combining grapheme joiner', 0x034f],
    ['Khmer inherent vowel', 0x17b4],
    ['line separator', 0x2028],
    ['paragraph separator', 0x2029],
    ['right-to-left override', 0x202e],
    ['Arabic letter mark', 0x061c],
    ['left-to-right mark', 0x200e],
    ['right-to-left isolate', 0x2067],
    ['zero-width space', 0x200b],
    ['zero-width joiner', 0x200d],
    ['zero-width non-joiner', 0x200c],
    ['word joiner', 0x2060],
    ['invisible times', 0x2062],
    ['unassigned default ignorable', 0x2065],
    ['reserved default ignorable', 0xfff3],
    ['interlinear annotation anchor', 0xfff9],
    ['soft hyphen', 0x00ad],
    ['byte order mark', 0xfeff],
    ['shorthand format letter overlap', 0x1bca0],
    ['musical symbol begin beam', 0x1d173],
    ['Egyptian hieroglyph joiner', 0x13430],
    ['tag letter A', 0xe0041],
    ['cancel tag', 0xe007f],
    ['escape', 0x1b],
    ['next line', 0x85],
    ['vertical tab', 0x0b],
    ['delete', 0x7f],
    ['a carriage return within a line', 0x0d],
  ])('%s', (_, number) => {
    const code = `user${String.fromCodePoint(number)} = 1`;
    const label = `⟨U+${number.toString(16).toUpperCase().padStart(4, '0')}⟩`;
    expect(revealHiddenInCode(code)).toBe(`user${label} = 1`);
    expect(countHiddenInCode(code)).toBe(1);
  });

  it('every character that Unicode allows a renderer to ignore', () => {
    const ignorable = codePoints().filter((text) => /\p{Default_Ignorable_Code_Point}/u.test(text));
    expect(ignorable.length).toBeGreaterThan(4_000);
    expect(ignorable.filter((text) => countHiddenInCode(text) !== 1)).toEqual([]);
  });

  it('but no visible character', () => {
    const drawn = codePoints().filter((text) => /[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]/u.test(text));
    const marked = drawn.filter((text) => countHiddenInCode(text) > 0);
    expect(marked.filter((text) => !/\p{Default_Ignorable_Code_Point}|\u2800/u.test(text))).toEqual(
      [],
    );
  });

  it.each([
    ['tabs and both line endings', 'a\tb\r\nc\nd'],
    ['a no-break and an ideographic space', '// a\u00a0b\u3000c'],
    ['the Arabic number sign, which is visible', '\u0600'],
    ['accents', 'e\u0301'],
  ])('%s are kept', (_, code) => expect(revealHiddenInCode(code)).toBe(code));
});

describe('in prose', () => {
  it.each([
    ['joined emoji', '👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 🤦🏽‍♂️'],
    ['emoji and text forms', '❤️ ✔︎ ☎️'],
    ['keycaps', '1️⃣ #️⃣'],
    ['a flag written with tags', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['Persian', 'می‌خواهم'],
    ['Hindi', 'क्‍ष'],
    ['forms of an ideograph', '葛\u{e0100} 芦\ufe00'],
    ['a form of a mathematical sign', '≨\ufe00'],
    ['braille with blanks', '⠓⠑⠇⠇⠕⠀⠺'],
    ['braille that begins and ends with a blank', '⠀⠀⠓⠑⠀'],
    ['the flags of Scotland and Wales', `${FLAG}${tags('gbsct')} ${FLAG}${tags('gbwls')}`],
    ['a joined pair with skin tones', '👩🏽‍❤️‍💋‍👨🏻'],
    ['the flag of a country', '🇩🇪'],
    ['Mongolian', '\u1820\u180b\u180e\u1820 \u1828\u180e\u1820'],
    ['Arabic and Bengali', '\u0644\u200c\u0645 \u0995\u09cd\u200d\u09b7'],
    ['HTML', '<p>a &amp; b</p>\n'],
  ])('%s is kept', (_, text) => {
    expect(revealHiddenInProse(text)).toBe(text);
  });

  it.each([
    ['a run of variation selectors after an emoji', '😀\ufe01\u{e0120}', '😀⟨U+FE01⟩⟨U+E0120⟩'],
    ['tags without a flag', 'a\u{e0041}', 'a⟨U+E0041⟩'],
    ['two joiners', 'a\u200d\u200db', 'a⟨U+200D⟩⟨U+200D⟩b'],
    ['a joiner after a space', ' \u200db', ' ⟨U+200D⟩b'],
    ['a filler', 'a\u3164b', 'a⟨U+3164⟩b'],
    ['blank braille alone', 'a\u2800\u2800', 'a⟨U+2800⟩⟨U+2800⟩'],
    ['an override', 'a\u202eb', 'a⟨U+202E⟩b'],
    ['a line separator', 'a\u2028b', 'a⟨U+2028⟩b'],
    ['a selector after a letter', 'a\ufe0f', 'a⟨U+FE0F⟩'],
    ['a joiner after a filler', '\u3164\u200d', '⟨U+3164⟩⟨U+200D⟩'],
    ['a joiner between digits', '1\u200d2', '1⟨U+200D⟩2'],
    ['a selector after a digit', '1\ufe0f2', '1⟨U+FE0F⟩2'],
    ['a selector after a number sign', '#\ufe0e#', '#⟨U+FE0E⟩#'],
    ['a joiner after a star', '*\u200d*', '*⟨U+200D⟩*'],
    ['a joiner after a keycap', '1\ufe0f\u20e3\u200d2', '1\ufe0f\u20e3⟨U+200D⟩2'],
    ['a joiner between Latin letters', 'a\u200db\u200cc', 'a⟨U+200D⟩b⟨U+200C⟩c'],
    ['a joiner after an accent', 'e\u0301\u200d', 'e\u0301⟨U+200D⟩'],
    ['a joiner between ideographs', '葛\u200d芦', '葛⟨U+200D⟩芦'],
    ['Mongolian selectors in Latin', 'a\u180e\u180bb', 'a⟨U+180E⟩⟨U+180B⟩b'],
    ['Mongolian selectors of each other', 'a\u180b\u180c\u180f', 'a⟨U+180B⟩⟨U+180C⟩⟨U+180F⟩'],
    ['a second Mongolian selector', '\u1820\u180b\u180b', '\u1820\u180b⟨U+180B⟩'],
    ['a selector after a plus sign', '+\ufe00', '+⟨U+FE00⟩'],
  ])('%s is replaced', (_, text, expected) => {
    expect(revealHiddenInProse(text)).toBe(expected);
  });

  it.each(['hello', 'gbengx', 'gben', 'ustx', 'GBENG', 'gbeng gbeng'])(
    'each tag of a black flag that spells %j is replaced',
    (spelled) => {
      const shown = revealHiddenInProse(`${FLAG}${tags(spelled)}`);
      expect(shown.match(/⟨U\+E00[0-9A-F]{2}⟩/g)).toHaveLength(spelled.length + 1);
      expect(countHiddenInCode(shown)).toBe(0);
    },
  );

  it('a run of blank braille is read in one pass', () => {
    const count = 100_000;
    const reveal = (text: string) => {
      const begin = performance.now();
      revealHiddenInProse(text);
      return performance.now() - begin;
    };
    const blanks = reveal('\u2800'.repeat(count));
    const fillers = reveal('\u3164'.repeat(count));
    // Quadratic is a hundred times as long.
    expect(blanks).toBeLessThan(10 * fillers + 50);
  });

  it('the same emoji are replaced in code', () => {
    expect(revealHiddenInCode('❤️')).toBe('❤⟨U+FE0F⟩');
    expect(revealHiddenInCode('👩‍💻')).toBe('👩⟨U+200D⟩💻');
  });
});

it('a file name with a hidden character is not suggested', () => {
  expect(readInfo('ts main.ts').suggestedName).toBe('main.ts');
  expect(readInfo('ts ma\u3164in.ts').suggestedName).toBeUndefined();
});
