import type { Tokens } from 'marked';
import { blocksOf, htmlOf } from './html.ts';
import { proseNodes } from './sanitize.ts';

const DELIMITER = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const STARTS_BLOCK = /^ {0,3}(?:#{1,6} |>|`{3,}|~{3,}|[-*+] |(?:[-*_] *){3,}$)/;

/** The length of the two lines that begin a table here; undefined when none begins, or not yet. */
export function tableHead(text: string, start: number): number | undefined {
  const first = text.indexOf('\n', start);
  if (first < 0 || !text.slice(start, first).includes('|')) return undefined;
  const second = text.indexOf('\n', first + 1);
  if (second < 0) return undefined;
  const delimiter = text.slice(first + 1, second);
  if (!delimiter.includes('-') || !DELIMITER.test(delimiter)) return undefined;
  const [block] = blocksOf(text.slice(start, second + 1));
  return block?.type === 'table' ? second + 1 - start : undefined;
}

/** A table that grows by rows. Each is parsed once, under the head, which says what columns mean. */
export class GrowingTable {
  readonly element = document.createElement('div');
  private readonly head: string;
  private body: HTMLElement | undefined;

  constructor(head: string) {
    this.head = head;
    this.element.className = 'table-scroll';
    this.element.tabIndex = 0;
    this.element.append(proseNodes(htmlOf(blocksOf(head))));
  }

  /** Adds the line as a row. @returns false when it is none: the table is over. */
  takes(line: string): boolean {
    if (line.trim() === '' || STARTS_BLOCK.test(line)) return false;
    const [block] = blocksOf(`${this.head}${line}\n`);
    if (block?.type !== 'table' || (block as Tokens.Table).rows.length !== 1) return false;
    const row = proseNodes(htmlOf([block])).querySelector('tbody tr');
    if (row === null) return false;
    this.tableBody().append(row);
    return true;
  }

  private tableBody(): HTMLElement {
    this.body ??= this.element.querySelector('tbody') ?? undefined;
    if (this.body === undefined) {
      this.body = document.createElement('tbody');
      this.element.querySelector('table')?.append(this.body);
    }
    return this.body;
  }
}
