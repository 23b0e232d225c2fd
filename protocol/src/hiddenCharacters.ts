/**
 * Which characters hide or reorder text, by their Unicode properties, for every program that shows
 * text of a model. Each constant is the body of a character class for a regular expression with
 * the flag `u`.
 */

/** Control characters, tab and line ends among them, and characters that reorder text. */
export const CONTROL_CLASS = String.raw`\p{Cc}\p{Bidi_Control}`;

/**
 * Characters that are not seen, or seen only by what they do to others: what a renderer may leave
 * out, formats, separators of lines, and letters and patterns that are drawn as a blank.
 */
const HIDDEN_CLASS =
  String.raw`${CONTROL_CLASS}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}` +
  String.raw`\u{115f}\u{1160}\u{2800}\u{3164}\u{ffa0}`;

/** Format characters that are drawn, such as the Arabic number sign. */
const DRAWN_FORMAT_CLASS = String.raw`\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}`;

const HIDDEN = `(?!\\r\\n)(?![\\t\\n${DRAWN_FORMAT_CLASS}])[${HIDDEN_CLASS}]`;

/**
 * An emoji with what may follow it: a skin tone, the choice of its form. Digits and signs, which
 * are emoji by name, are ones only within a keycap.
 */
const EMOJI = String.raw`[\p{Emoji_Presentation}\p{Extended_Pictographic}]\p{Emoji_Modifier}?[\ufe0e\ufe0f]?`;

/** The flags of England, Scotland and Wales, the only ones with tags that are drawn. */
const TAGGED_FLAG =
  String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}` +
  String.raw`|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`;

/** Scripts whose letters a joiner changes nothing about, and characters of no script. */
const UNJOINED_CLASS = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hiragana', 'Katakana', 'Hangul']
  .concat('Bopomofo', 'Common', 'Inherited')
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');

/** Mathematical signs that have a second form. */
const TWO_FORMS_CLASS =
  String.raw`\u2229\u222a\u2268\u2269\u2272\u2273\u228a\u228b\u2293-\u2295\u2297\u229c\u22da\u22db` +
  String.raw`\u2a3c\u2a3d\u2a9d\u2a9e\u2aac\u2aad\u2acb\u2acc`;

/**
 * Sequences in which such a character is at home in prose: emoji that are joined, keycaps, flags
 * written with tags, forms of ideographs, Mongolian letters and mathematical signs, one joiner
 * after a letter of a script that is joined, and blanks beside braille.
 */
const AT_HOME = [
  TAGGED_FLAG,
  String.raw`[0-9#*]\ufe0f\u20e3`,
  `${EMOJI}(?:\\u200d${EMOJI})*`,
  String.raw`\p{Unified_Ideograph}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`(?=\p{L})\p{Script=Mongolian}(?:[\u180b-\u180d\u180f]\u180e?|\u180e)`,
  `[${TWO_FORMS_CLASS}]\\ufe00`,
  String.raw`[\p{L}\p{M}](?<![${HIDDEN_CLASS}${UNJOINED_CLASS}])\p{Join_Control}(?!\p{Join_Control})`,
  String.raw`(?<=[\u2801-\u28ff])\u2800+`,
  // From the start of a run alone: each further start would read the rest of the run again.
  String.raw`(?<!\u2800)\u2800+(?=[\u2801-\u28ff])`,
].join('|');

const ANY_HIDDEN = new RegExp(HIDDEN, 'u');
const HIDDEN_IN_CODE = new RegExp(HIDDEN, 'gu');
const HIDDEN_IN_PROSE = new RegExp(`(${AT_HOME})|${HIDDEN}`, 'gu');

/** How many hidden characters a piece of code has. */
export function countHiddenInCode(code: string): number {
  return code.match(HIDDEN_IN_CODE)?.length ?? 0;
}

/** The code with each hidden character written out by its number: ⟨U+202E⟩. */
export function revealHiddenInCode(code: string): string {
  return code.replace(HIDDEN_IN_CODE, codePointLabel);
}

/** The same for prose, in which emoji sequences and the joiners of scripts stay as they are. */
export function revealHiddenInProse(text: string): string {
  // Nearly all prose has none, and this is the shorter search.
  if (!ANY_HIDDEN.test(text)) return text;
  return text.replace(HIDDEN_IN_PROSE, (found, atHome) => atHome ?? codePointLabel(found));
}

function codePointLabel(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `⟨U+${number.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
