import { countHiddenInCode } from '@condenser/protocol/light';

/** The line that opens a block of code. */
export interface FenceOpening {
  readonly mark: string;
  /** Spaces before it, which its lines lose as well. */
  readonly indent: number;
  readonly info: string;
  /** Length of the line with its end. */
  readonly length: number;
}

const OPENING = /^( {0,3})(`{3,}|~{3,})([^\n]*)\n/;

/** The opening at the start of the text; its line has to be whole. */
export function fenceOpening(text: string): FenceOpening | undefined {
  const [line, indent = '', mark = '', info = ''] = OPENING.exec(text) ?? [];
  if (line === undefined || (mark.startsWith('`') && info.includes('`'))) return undefined;
  return { mark, indent: indent.length, info: info.trim(), length: line.length };
}

/** Whether a line closes the block that was opened so. */
export function closesFence(line: string, { mark }: FenceOpening): boolean {
  const trimmed = line.replace(/^ {0,3}/, '').trimEnd();
  if (trimmed.length < mark.length) return false;
  const [character = ''] = mark;
  return trimmed === character.repeat(trimmed.length);
}

/** The parsed info string of a fence: ```ts src/parser.ts */
export interface FenceInfo {
  readonly language: string;
  /** A file name, never a path: the last segment of the path in the info string. */
  readonly suggestedName: string | undefined;
}

/** Parses the info string. The name in it is only a suggestion. */
export function readInfo(info: string): FenceInfo {
  const [first = '', ...rest] = info.trim().split(/\s+/);
  const [language = '', attached = ''] = first.split(':', 2);
  const named = /(?:title|file(?:name)?)=["']?([^"']+)/.exec(info)?.[1];
  const candidate = named ?? (attached || rest[0] || '');
  return {
    language: language
      .replace(/[^\w+#.-]/g, '')
      .slice(0, 30)
      .toLowerCase(),
    suggestedName: fileName(candidate),
  };
}

function fileName(path: string): string | undefined {
  const last = path.split(/[\\/]/).at(-1) ?? '';
  return /^[\p{L}\p{N}_][\p{L}\p{N}_. -]{0,79}$/u.test(last) &&
    last.includes('.') &&
    countHiddenInCode(last) === 0
    ? last
    : undefined;
}
