import { eastAsianWidth } from 'get-east-asian-width';

/** Characters that take no column: combining marks, variation selectors, joiners. */
const ZERO_WIDTH = /[\p{Mark}\p{Default_Ignorable_Code_Point}]/u;

/** How many columns of a terminal a text takes: a Chinese character takes two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (!ZERO_WIDTH.test(character)) width += eastAsianWidth(codePoint);
  }
  return width;
}

/** The text, padded with spaces to so many columns. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)));
}

/** Breaks a text into lines of at most `columns`: at spaces, and between Chinese characters. */
export function wrapText(text: string, columns: number): string {
  const lines: string[] = [];
  let line = '';
  for (const chunk of text.match(CHUNKS) ?? []) {
    if (line !== '' && displayWidth(line + chunk.trimEnd()) > columns) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += chunk;
  }
  return [...lines, line.trimEnd()].join('\n');
}

/**
 * A word with the spaces after it, or a Chinese character with the punctuation after it, which must
 * not begin a line. Opening punctuation stays with what follows.
 */
const CHUNKS =
  /[（“]*(?:[\p{Script=Han}]|[^\s\p{Script=Han}，。、；：？！（）“”…]+)?[，。、；：？！）”…]*\s*/gu;
