import type { Tokens } from 'marked';
import { blocksOf, htmlOf, proseNodes } from './html.ts';

/** A longer table continues as another one with the same head. */
const MAX_ROWS = 500;

/** A table on the page that grows by rows. */
export class GrowingTable {
  readonly element = document.createElement('div');
  private readonly head: string;
  private readonly body: HTMLElement;
  private rows = 0;

  constructor(head: string) {
    this.head = head;
    this.element.className = 'table-scroll';
    this.element.tabIndex = 0;
    this.element.append(proseNodes(htmlOf(blocksOf(head))));
    this.body = document.createElement('tbody');
    this.element.querySelector('table')?.append(this.body);
  }

  /** Whether a further row belongs into the {@link next} table. */
  get isFull(): boolean {
    return this.rows >= MAX_ROWS;
  }

  next(): GrowingTable {
    return new GrowingTable(this.head);
  }

  /** Adds the rows of a table under the same head. */
  append(table: Tokens.Table): void {
    this.rows += table.rows.length;
    this.body.append(...proseNodes(htmlOf([table])).querySelectorAll('tbody tr'));
  }
}
