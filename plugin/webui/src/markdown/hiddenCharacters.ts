/**
 * Characters that change how text looks without being seen: bidirectional controls and isolates,
 * zero-width ones, tags, soft hyphens, and control characters such as those of a terminal.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Joiners: at home in the scripts of prose, in code only to deceive. */
const JOINERS = /[\u200c\u200d]/g;

/** How many hidden characters a piece of code has. */
export function countHidden(code: string): number {
  return (code.match(HIDDEN)?.length ?? 0) + (code.match(JOINERS)?.length ?? 0);
}

/** The text with each hidden character written out by its number: ⟨U+202E⟩. */
export function revealHidden(text: string): string {
  return text.replace(HIDDEN, written);
}

/** The same for code, where joiners count as well. */
export function revealHiddenInCode(code: string): string {
  return revealHidden(code).replace(JOINERS, written);
}

function written(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `⟨U+${number.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
