/**
 * Finds characters that hide or reorder text, by their Unicode properties, wherever text of a model
 * is shown. Each `…_CLASS` is the body of a character class for a regular expression with the flag
 * `u`.
 */

/** Control characters, including tabs and line ends, and characters that reorder text. */
export const CONTROL_CLASS = String.raw`\p{Cc}\p{Bidi_Control}`;

/**
 * Invisible characters: those that a renderer may ignore, format characters, line separators, and
 * letters and patterns drawn as a blank.
 */
const HIDDEN_CLASS =
  String.raw`${CONTROL_CLASS}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}` +
  String.raw`\u{115f}\u{1160}\u{2800}\u{3164}\u{ffa0}`;

/** Format characters that are visible, such as the Arabic number sign. */
const VISIBLE_FORMAT_CLASS = String.raw`\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}`;

const HIDDEN = `(?!\\r\\n)(?![\\t\\n${VISIBLE_FORMAT_CLASS}])[${HIDDEN_CLASS}]`;

/**
 * An emoji with an optional skin tone and variation selector. Digits and signs, which have the
 * emoji property too, are left out: they are emoji only in a keycap.
 */
const EMOJI = String.raw`[\p{Emoji_Presentation}\p{Extended_Pictographic}]\p{Emoji_Modifier}?[\ufe0e\ufe0f]?`;

/** The flags of England, Scotland and Wales, the only flags written with tag characters. */
const TAGGED_FLAG =
  String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}` +
  String.raw`|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`;

/** Scripts whose letters a joiner does not affect, and characters without a script. */
const UNJOINED_CLASS = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hiragana', 'Katakana', 'Hangul']
  .concat('Bopomofo', 'Common', 'Inherited')
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');

/** Mathematical signs with a standardized variant. */
const VARIANT_SIGNS_CLASS =
  String.raw`\u2229\u222a\u2268\u2269\u2272\u2273\u228a\u228b\u2293-\u2295\u2297\u229c\u22da\u22db` +
  String.raw`\u2a3c\u2a3d\u2a9d\u2a9e\u2aac\u2aad\u2acb\u2acc`;

/**
 * Sequences in which a hidden character is legitimate in prose: joined emoji, keycaps, flags written
 * with tags, variants of ideographs, Mongolian letters and mathematical signs, a joiner after a
 * letter of a joined script, and blanks next to braille.
 */
const LEGITIMATE = [
  TAGGED_FLAG,
  String.raw`[0-9#*]\ufe0f\u20e3`,
  `${EMOJI}(?:\\u200d${EMOJI})*`,
  String.raw`\p{Unified_Ideograph}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`(?=\p{L})\p{Script=Mongolian}(?:[\u180b-\u180d\u180f]\u180e?|\u180e)`,
  `[${VARIANT_SIGNS_CLASS}]\\ufe00`,
  String.raw`[\p{L}\p{M}](?<![${HIDDEN_CLASS}${UNJOINED_CLASS}])\p{Join_Control}(?!\p{Join_Control})`,
  String.raw`(?<=[\u2801-\u28ff])\u2800+`,
  // Only from the start of a run: other starts would scan the rest of the run again.
  String.raw`(?<!\u2800)\u2800+(?=[\u2801-\u28ff])`,
].join('|');

const ANY_HIDDEN = new RegExp(HIDDEN, 'u');
const HIDDEN_IN_CODE = new RegExp(HIDDEN, 'gu');
const HIDDEN_IN_PROSE = new RegExp(`(${LEGITIMATE})|${HIDDEN}`, 'gu');

/** The number of hidden characters in code. */
export function countHiddenInCode(code: string): number {
  return code.match(HIDDEN_IN_CODE)?.length ?? 0;
}

/** The code with each hidden character replaced by its code point: ⟨U+202E⟩. */
export function revealHiddenInCode(code: string): string {
  return code.replace(HIDDEN_IN_CODE, codePointLabel);
}

/** The same for prose, in which emoji sequences and the joiners of scripts are kept. */
export function revealHiddenInProse(text: string): string {
  // Most prose has none, and this search is cheaper.
  if (!ANY_HIDDEN.test(text)) return text;
  return text.replace(HIDDEN_IN_PROSE, (found, legitimate) => legitimate ?? codePointLabel(found));
}

function codePointLabel(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `⟨U+${number.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
