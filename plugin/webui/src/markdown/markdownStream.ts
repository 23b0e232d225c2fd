import type { Token, Tokens } from 'marked';
import { CodeBlock, type CodeBlockOptions } from './codeBlock.ts';
import { closesFence, type FenceOpening, fenceOpening } from './fence.ts';
import { GrowingTable, tableHead } from './growingTable.ts';
import { blocksOf, htmlOf } from './html.ts';
import { proseNodes } from './sanitize.ts';

/** A block longer than this is cut where it can be, so that a frame never parses more. */
const LONGEST_BLOCK = 4_000;
/** A line longer than this is no Markdown: it is shown as text, in pieces. */
const LONGEST_LINE = 16_000;
const LINE_PIECE = 8_000;
/** Blocks that a section holds. */
const SECTION_BLOCKS = 16;

/**
 * Shows an answer while it grows. What has become a whole block is put on the page once and never
 * parsed or touched again; only the last, open block is made anew as text comes. Code and tables
 * grow by their lines.
 */
export class MarkdownStream {
  private readonly options: CodeBlockOptions;
  /** The open block, the last child of the container. */
  private readonly tail = document.createElement('div');
  private text = '';
  /** Where the open block begins. */
  private start = 0;
  private fence: { readonly opening: FenceOpening; readonly block: CodeBlock } | undefined;
  private table: GrowingTable | undefined;
  private longLine: HTMLElement | undefined;
  private section: HTMLElement | undefined;

  constructor(container: HTMLElement, options: CodeBlockOptions) {
    this.options = options;
    this.tail.className = 'tail';
    container.append(this.tail);
  }

  /** How much of the text has been taken. */
  get length(): number {
    return this.text.length;
  }

  /**
   * Shows the text, of which what was given before is the beginning.
   *
   * @param finished nothing more will come: the open block is closed.
   */
  update(text: string, finished: boolean): void {
    this.text = text;
    while (this.step(finished));
    this.showTail(finished);
  }

  /** Takes what is whole from the start of the open block. @returns whether there may be more. */
  private step(finished: boolean): boolean {
    if (this.fence) return this.stepFence(this.fence, finished);
    if (this.table) return this.stepTable(this.table, finished);
    if (this.longLine) return this.stepLongLine(this.longLine, finished);
    return this.stepText(finished);
  }

  private stepText(finished: boolean): boolean {
    this.skipBlankLines();
    const opening = this.opensFence(finished);
    if (opening) return this.openFence(opening);
    const lineEnd = this.text.indexOf('\n', this.start);
    const lineLength = (lineEnd < 0 ? this.text.length : lineEnd) - this.start;
    if (lineLength > LONGEST_LINE) return this.openLongLine();
    const head = tableHead(this.text, this.start);
    if (head) return this.openTable(head);
    const end = finished ? this.text.length : this.text.lastIndexOf('\n') + 1;
    if (end <= this.start) return false;
    return this.takeWhole(end, finished);
  }

  /** Puts every block on the page that nothing to come can change. */
  private takeWhole(end: number, finished: boolean): boolean {
    const part = this.text.slice(this.start, Math.min(end, this.start + 2 * LONGEST_LINE));
    const blocks = blocksOf(part);
    const isLastPart = this.start + part.length >= this.text.length;
    const last = finished && isLastPart ? blocks.length : lastOpen(blocks);
    const whole = blocks.slice(0, last);
    // What a step of its own takes stands at the start of the next one.
    const special = whole.findIndex(isSpecial);
    const taken = special < 0 ? whole : whole.slice(0, special);
    if (taken.length > 0) {
      this.settle(taken);
      return this.start < this.text.length;
    }
    const [open] = blocks;
    if (special === 0 && open && finished) {
      this.settle([open]);
      return this.start < this.text.length;
    }
    if (part.length < LONGEST_BLOCK || open === undefined) return false;
    return this.cut(open);
  }

  /** Cuts a block that has grown too long: between two items of a list, else between two lines. */
  private cut(open: Token): boolean {
    const items = open.type === 'list' ? (open as Tokens.List).items.slice(0, -1) : [];
    if (items.length > 0) {
      const list = { ...(open as Tokens.List), items, raw: items.map(({ raw }) => raw).join('') };
      this.settle([list]);
      return true;
    }
    const limit = this.start + LONGEST_BLOCK;
    const newline = this.text.lastIndexOf('\n', limit) + 1;
    const end = newline > this.start ? newline : limit;
    this.settle(blocksOf(this.text.slice(this.start, end)), end - this.start);
    return true;
  }

  private settle(blocks: readonly Token[], length = rawLength(blocks)): void {
    this.place(this.nodes(blocks));
    this.start += length;
  }

  private nodes(blocks: readonly Token[]): DocumentFragment {
    const nodes = proseNodes(htmlOf(blocks));
    for (const place of nodes.querySelectorAll<HTMLElement>('.code-place')) {
      const block = new CodeBlock(place.dataset.info ?? '', this.options);
      block.append(place.textContent);
      block.close();
      place.replaceWith(block.element);
    }
    return nodes;
  }

  private skipBlankLines(): void {
    const blank = /^(?:[ \t]*\n)+/.exec(this.text.slice(this.start, this.start + 1_000));
    if (blank) this.start += blank[0].length;
  }

  private opensFence(finished: boolean): FenceOpening | undefined {
    const text = this.text.slice(this.start, this.start + 1_000);
    return fenceOpening(finished && !text.includes('\n') ? `${text}\n` : text);
  }

  private openFence(opening: FenceOpening): boolean {
    const block = new CodeBlock(opening.info, this.options);
    this.place(block.element);
    this.fence = { opening, block };
    this.start = Math.min(this.start + opening.length, this.text.length);
    return true;
  }

  private stepFence(
    { opening, block }: { readonly opening: FenceOpening; readonly block: CodeBlock },
    finished: boolean,
  ): boolean {
    const lines: string[] = [];
    let closed = false;
    while (!closed) {
      const newline = this.text.indexOf('\n', this.start);
      if (newline < 0 && !finished) break;
      const end = newline < 0 ? this.text.length : newline;
      const line = this.text.slice(this.start, end);
      closed = closesFence(line, opening) || newline < 0;
      const isCode = !closesFence(line, opening) && (newline >= 0 || line !== '');
      if (isCode) lines.push(`${line.replace(new RegExp(`^ {0,${opening.indent}}`), '')}\n`);
      this.start = newline < 0 ? end : newline + 1;
    }
    block.append(lines.join(''));
    if (!closed) return false;
    block.close();
    this.fence = undefined;
    return this.start < this.text.length;
  }

  private openTable(length: number): boolean {
    const head = this.text.slice(this.start, this.start + length);
    this.table = new GrowingTable(head);
    this.place(this.table.element);
    this.start += length;
    return true;
  }

  private stepTable(table: GrowingTable, finished: boolean): boolean {
    for (;;) {
      const newline = this.text.indexOf('\n', this.start);
      if (newline < 0 && !finished) return false;
      const line = this.text.slice(this.start, newline < 0 ? this.text.length : newline);
      if (!table.takes(line)) break;
      this.start += line.length + (newline < 0 ? 0 : 1);
    }
    this.table = undefined;
    return this.start < this.text.length;
  }

  private openLongLine(): boolean {
    this.longLine = document.createElement('div');
    this.longLine.className = 'long-line';
    this.place(this.longLine);
    return true;
  }

  private stepLongLine(element: HTMLElement, finished: boolean): boolean {
    const newline = this.text.indexOf('\n', this.start);
    const end = newline < 0 ? this.text.length : newline;
    while (end - this.start >= LINE_PIECE || ((newline >= 0 || finished) && this.start < end)) {
      const piece = document.createElement('div');
      piece.textContent = this.text.slice(this.start, Math.min(end, this.start + LINE_PIECE));
      element.append(piece);
      this.start = Math.min(end, this.start + LINE_PIECE);
    }
    if (newline < 0) return false;
    this.longLine = undefined;
    return true;
  }

  /** Whole blocks lie in sections, so that a browser passes over those that are out of sight. */
  private place(nodes: Node): void {
    if (!this.section || this.section.childElementCount >= SECTION_BLOCKS) {
      this.section = document.createElement('div');
      this.section.className = 'answer-section';
      this.tail.before(this.section);
    }
    this.section.append(nodes);
  }

  private showTail(finished: boolean): void {
    const inBlock = this.fence ?? this.table ?? this.longLine;
    const open = finished || inBlock ? '' : this.text.slice(this.start);
    this.tail.replaceChildren(open === '' ? '' : this.nodes(blocksOf(open)));
  }
}

/** The index of the first block that text to come could still change. */
function lastOpen(blocks: readonly Token[]): number {
  const last = blocks.findLastIndex(({ type }) => type !== 'space');
  return Math.max(last, 0);
}

/** Fences and tables grow by lines of their own. */
function isSpecial(block: Token): boolean {
  return (block.type === 'code' && block.codeBlockStyle !== 'indented') || block.type === 'table';
}

function rawLength(blocks: readonly Token[]): number {
  return blocks.reduce((length, { raw }) => length + raw.length, 0);
}
