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

/** An emoji with what may follow it: a skin tone, the choice of its form, an enclosing keycap. */
const EMOJI = String.raw`\p{Emoji}\p{Emoji_Modifier}?[\ufe0e\ufe0f]?\u20e3?`;

/**
 * Sequences in which such a character is at home in prose: emoji that are joined, flags written
 * with tags, forms of ideographs, Mongolian letters and mathematical signs, one joiner after a
 * letter, and braille.
 */
const AT_HOME = [
  String.raw`\u{1f3f4}[\u{e0020}-\u{e007e}]{1,16}\u{e007f}`,
  `${EMOJI}(?:\\u200d${EMOJI})*`,
  String.raw`\p{Unified_Ideograph}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  String.raw`\p{Script=Mongolian}[\u180b-\u180f]`,
  String.raw`\p{Sm}\ufe00`,
  String.raw`[\p{L}\p{M}](?<![${HIDDEN_CLASS}])\p{Join_Control}(?!\p{Join_Control})`,
  String.raw`[\u2800-\u28ff]*[\u2801-\u28ff][\u2800-\u28ff]*`,
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
