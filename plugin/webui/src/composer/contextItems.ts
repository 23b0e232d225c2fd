import type { ContextItem, TurnRecord } from '@condenser/protocol/light';

/** A file larger than this is not attached. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A longer paste is attached: in a field of that size every key is slow. */
const MAX_PASTED_CHARACTERS = 10_000;
const MAX_PASTED_LINES = 200;

/** The display name of a context item. */
export function nameOf({ title, uri, kind }: ContextItem, selection: string): string {
  if (title) return title;
  const last = uri?.split('/').at(-1);
  return last ? decode(last) : kind === 'selection' ? selection : kind;
}

/** Whether the document has changed since the item was attached. */
export function isStale(item: ContextItem, versions: Readonly<Record<string, number>>): boolean {
  const now = item.uri === undefined ? undefined : versions[item.uri];
  return now !== undefined && item.version !== undefined && now !== item.version;
}

/** The file as a context item, or why it cannot be attached. */
export async function readFile(file: File): Promise<ContextItem | 'tooLarge' | 'notText'> {
  if (file.size > MAX_FILE_BYTES) return 'tooLarge';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? 'notText' : { kind: 'file', text, title: file.name };
  } catch {
    return 'notText';
  }
}

/** Whether pasted text is too long for the input. */
export function isLongPaste(text: string): boolean {
  return text.length > MAX_PASTED_CHARACTERS || text.split('\n').length > MAX_PASTED_LINES;
}

/** Whether pasted text is code, to be put in a fence. */
export function looksLikeCode(text: string): boolean {
  const lines = text.trimEnd().split('\n');
  if (lines.length < 2 || text.includes('```')) return false;
  const codeLike = lines.filter((line) =>
    /^\s{2,}\S|[;{}]\s*$|^\s*(?:\/\/|#include|import |def |class |function |const |let |var |return\b|public |private )|=>|\);?$/.test(
      line,
    ),
  );
  return codeLike.length * 3 >= lines.length;
}

/** The earlier questions for ↑ in an empty input, newest first. */
export function questionsOf(turns: readonly TurnRecord[]): string[] {
  return [...new Set(turns.map(({ text }) => text).reverse())];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One-based lines. A selection that ends at the start of a line does not include that line. */
export function linesOf({ start, end }: NonNullable<ContextItem['range']>): string {
  const first = start.line + 1;
  const last = Math.max(first, end.character === 0 ? end.line : end.line + 1);
  return first === last ? `${first}` : `${first}–${last}`;
}
