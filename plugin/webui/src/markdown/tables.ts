import type { Token, Tokens } from 'marked';

/** The first two lines of a table: the header row and the delimiter row. */
export interface TableHead {
  readonly text: string;
  readonly columns: number;
  /** Nothing can show so many columns, and each row would have all of them. */
  readonly isTooWide: boolean;
}

/** Rows that were read at once, as a table of their own under the same head. */
export interface TableRows {
  /** Characters of text that they take. */
  readonly length: number;
  readonly table: Tokens.Table;
}

type Parse = (markdown: string) => readonly Token[];

const MAX_COLUMNS = 64;
const MAX_HEAD = 2_000;
/** Cells of the rows that are read at once. */
const MAX_CELLS = 400;
/** From so many columns on, the empty cells at the end of a row are left out. */
const WIDE_COLUMNS = 16;

const DELIMITER = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const STARTS_BLOCK = /^ {0,3}(?:#{1,6} |>|`{3,}|~{3,}|[-*+] |(?:[-*_] *){3,}$)/;

/** The head of the table that begins with the text; undefined when none begins, or not yet. */
export function tableHead(text: string, parse: Parse): TableHead | undefined {
  const first = text.indexOf('\n');
  const second = first < 0 ? -1 : text.indexOf('\n', first + 1);
  if (second < 0) return undefined;
  const delimiter = text.slice(first + 1, second);
  if (!/[|:]/.test(delimiter) || !DELIMITER.test(delimiter)) return undefined;
  const head = text.slice(0, second + 1);
  const [block] = parse(head);
  if (block?.type !== 'table') return undefined;
  const columns = (block as Tokens.Table).header.length;
  return { text: head, columns, isTooWide: columns > MAX_COLUMNS || head.length > MAX_HEAD };
}

/** The rows with which the text begins, not more than can be drawn at once; undefined: none. */
export function readRows(head: TableHead, text: string, parse: Parse): TableRows | undefined {
  const lines = rowLines(text, Math.max(1, Math.floor(MAX_CELLS / head.columns)));
  if (lines.length === 0) return undefined;
  const [block] = parse(`${head.text}${lines.join('\n')}\n`);
  if (block?.type !== 'table') return undefined;
  const table = block as Tokens.Table;
  if (table.rows.length === 0) return undefined;
  const taken = lines.slice(0, table.rows.length);
  const length = Math.min(taken.join('\n').length + 1, text.length);
  const rows = head.columns < WIDE_COLUMNS ? table.rows : table.rows.map(withoutEmptyEnd);
  return { length, table: { ...table, rows } };
}

/** Lines at the start of the text that may be rows. */
function rowLines(text: string, limit: number): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length < limit; ) {
    const newline = text.indexOf('\n', start);
    const line = text.slice(start, newline < 0 ? undefined : newline);
    if (line.trim() === '' || STARTS_BLOCK.test(line)) break;
    lines.push(line);
    start += line.length + 1;
  }
  return lines;
}

function withoutEmptyEnd(row: readonly Tokens.TableCell[]): Tokens.TableCell[] {
  return row.slice(0, Math.max(1, row.findLastIndex(({ text }) => text !== '') + 1));
}
