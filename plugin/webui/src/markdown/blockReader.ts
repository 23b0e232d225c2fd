import type { Token, Tokens } from 'marked';
import { closesFence, type FenceOpening, fenceOpening } from './fence.ts';
import { blocksOf, plainBlock } from './html.ts';
import { readRows, type TableHead, tableHead } from './tables.ts';

/** How much is parsed at first, and how much where the first window is one open block. */
const SHORT_WINDOW = 1_000;
const LONG_WINDOW = 4_000;
/** A list of more items than this is cut in the short window: parsers go quadratic over items. */
const MAX_ITEMS = 50;
/** A longer line is not parsed as Markdown: it is shown as text, in pieces. */
const MAX_LINE = LONG_WINDOW;
/** Characters of code, or of such a line, in one piece. */
const MAX_PIECE = 8_000;

/** Characters that the parser is given at most for one piece, whatever the text is. */
export const MAX_PARSED_PER_PIECE = SHORT_WINDOW + 4 * LONG_WINDOW;

/** The next part of an answer that later text cannot change, small enough to be drawn at once. */
export type Piece =
  | { readonly kind: 'blocks'; readonly blocks: readonly Token[] }
  | { readonly kind: 'codeStart'; readonly info: string }
  | { readonly kind: 'codeText'; readonly text: string; readonly isLast: boolean }
  | { readonly kind: 'tableStart'; readonly head: string }
  | { readonly kind: 'rows'; readonly table: Tokens.Table }
  | { readonly kind: 'lineStart' }
  | { readonly kind: 'lineText'; readonly text: string }
  /** Some blank lines, or an end: nothing to draw. */
  | { readonly kind: 'nothing' };

const NOTHING: Piece = { kind: 'nothing' };

/** The block that is open and grows by its lines. */
type Open =
  | { readonly kind: 'code'; readonly opening: FenceOpening }
  | { readonly kind: 'table'; readonly head: TableHead }
  | { readonly kind: 'line' };

/**
 * Reads Markdown that grows, a bounded piece at a time. A piece costs at most
 * {@link MAX_PARSED_PER_PIECE} characters of parsing, and all pieces together cost a number of
 * characters that grows with the text and no faster.
 */
export class BlockReader {
  /** Characters that the parser has been given so far. */
  parsed = 0;
  /** How many characters of the text given to {@link update} have been taken. */
  taken = 0;
  /** The text that is not read yet, from {@link start} on. */
  private text = '';
  private finished = false;
  private start = 0;
  /** Whether the block that begins here is known not to end within the short window. */
  private isLong = false;
  private open: Open | undefined;

  /**
   * Takes the text, which starts with the text of the last call.
   *
   * @param finished nothing more will come.
   */
  update(text: string, finished: boolean): void {
    let end = text.length;
    // It may be the first half of a line end.
    if (!finished && text.endsWith('\r')) end -= 1;
    const added = text.slice(this.taken, end).replace(/\r\n?/g, '\n');
    this.text = this.text.slice(this.start) + added;
    this.start = 0;
    this.taken = end;
    this.finished = finished;
  }

  /** The next piece; undefined when the rest is open, or there is none. */
  next(): Piece | undefined {
    if (this.start >= this.text.length && !(this.finished && this.open)) return undefined;
    switch (this.open?.kind) {
      case 'code':
        return this.nextCode(this.open.opening);
      case 'table':
        return this.nextRows(this.open.head);
      case 'line':
        return this.nextOfLine();
      default:
        return this.nextBlocks();
    }
  }

  /** The blocks of the rest, which is still open; valid once there is no next piece. */
  rest(): readonly Token[] {
    if (this.open || this.start >= this.text.length) return [];
    return this.parse(this.text.slice(this.start));
  }

  private nextBlocks(): Piece | undefined {
    const blank = /^(?:[ \t]*\n)+/.exec(this.ahead(SHORT_WINDOW));
    if (blank) return this.take(blank[0].length, NOTHING);
    const opening = this.fenceOpening();
    if (opening) {
      this.open = { kind: 'code', opening };
      const length = Math.min(opening.length, this.text.length - this.start);
      return this.take(length, { kind: 'codeStart', info: opening.info });
    }
    const ahead = this.ahead(MAX_LINE + 1);
    if (ahead.length > MAX_LINE && !ahead.includes('\n')) {
      this.open = { kind: 'line' };
      return { kind: 'lineStart' };
    }
    const head = tableHead(ahead, (markdown) => this.parse(markdown));
    if (head) return this.startTable(head);
    if (!this.isLong) {
      const piece = this.nextWhole(SHORT_WINDOW);
      if (piece || ahead.length <= SHORT_WINDOW) return piece;
      this.isLong = true;
    }
    return this.nextWhole(LONG_WINDOW) ?? this.cut();
  }

  private startTable(head: TableHead): Piece {
    if (head.isTooWide) {
      return this.take(head.text.length, { kind: 'blocks', blocks: plainBlock(head.text) });
    }
    this.open = { kind: 'table', head };
    return this.take(head.text.length, { kind: 'tableStart', head: head.text });
  }

  /** The blocks of the window that later text cannot change; undefined when there is none. */
  private nextWhole(window: number): Piece | undefined {
    const part = this.wholeLines(window);
    if (part === '') return undefined;
    const blocks = this.parse(part);
    const isRest = this.finished && this.start + part.length >= this.text.length;
    const whole = blocks.slice(0, isRest ? blocks.length : lastOpen(blocks));
    // Code and tables must start a piece of their own.
    const special = whole.findIndex(isSpecial);
    const settled = special < 0 ? whole : whole.slice(0, isRest ? Math.max(special, 1) : special);
    if (settled.length > 0) return this.takeBlocks(settled);
    const [list] = blocks;
    return list && itemsOf(list).length > MAX_ITEMS ? this.takeItems(list) : undefined;
  }

  /** A block that has grown too long is cut: between two items of a list, else between two lines. */
  private cut(): Piece | undefined {
    const ahead = this.ahead(LONG_WINDOW);
    if (ahead.length < LONG_WINDOW) return undefined;
    const [list] = this.parse(ahead);
    if (list && itemsOf(list).length > 1) return this.takeItems(list);
    const part = ahead.slice(0, ahead.lastIndexOf('\n') + 1) || ahead;
    return this.take(part.length, { kind: 'blocks', blocks: this.parse(part) });
  }

  private nextCode(opening: FenceOpening): Piece | undefined {
    const lines: string[] = [];
    const indent = new RegExp(`^ {0,${opening.indent}}`);
    let length = 0;
    let isLast = false;
    while (!isLast && length < MAX_PIECE) {
      const from = this.start + length;
      const newline = this.text.indexOf('\n', from);
      if (newline < 0 && !this.finished) break;
      const line = this.text.slice(from, newline < 0 ? undefined : newline);
      const closes = closesFence(line, opening);
      isLast = closes || newline < 0;
      if (!closes && (newline >= 0 || line !== '')) lines.push(`${line.replace(indent, '')}\n`);
      length += line.length + (newline < 0 ? 0 : 1);
    }
    if (length === 0 && !isLast) return undefined;
    if (isLast) this.open = undefined;
    return this.take(length, { kind: 'codeText', text: lines.join(''), isLast });
  }

  private nextRows(head: TableHead): Piece | undefined {
    const text = this.wholeLines(LONG_WINDOW);
    const isOpen = text === '' && !this.finished;
    // A line that is longer than the window is no row.
    if (isOpen && this.ahead(LONG_WINDOW).length < LONG_WINDOW) return undefined;
    const rows = readRows(head, text, (markdown) => this.parse(markdown));
    if (rows) return this.take(rows.length, { kind: 'rows', table: rows.table });
    this.open = undefined;
    return NOTHING;
  }

  private nextOfLine(): Piece | undefined {
    const ahead = this.ahead(MAX_PIECE);
    const newline = ahead.indexOf('\n');
    if (newline === 0 || ahead === '') {
      this.open = undefined;
      return this.take(newline + 1, NOTHING);
    }
    if (newline < 0 && ahead.length < MAX_PIECE && !this.finished) return undefined;
    const text = newline < 0 ? ahead : ahead.slice(0, newline);
    return this.take(text.length, { kind: 'lineText', text });
  }

  private fenceOpening(): FenceOpening | undefined {
    const text = this.ahead(SHORT_WINDOW);
    return fenceOpening(this.finished && !text.includes('\n') ? `${text}\n` : text);
  }

  /** The whole lines of a window; all of it where nothing more will come. */
  private wholeLines(window: number): string {
    const ahead = this.ahead(window);
    if (this.finished && this.start + ahead.length >= this.text.length) return ahead;
    return ahead.slice(0, ahead.lastIndexOf('\n') + 1);
  }

  private ahead(characters: number): string {
    return this.text.slice(this.start, this.start + characters);
  }

  private parse(markdown: string): Token[] {
    this.parsed += markdown.length;
    return blocksOf(markdown);
  }

  /** All items of a list but the last, which may go on. */
  private takeItems(list: Token): Piece {
    const items = itemsOf(list).slice(0, -1);
    return this.takeBlocks([{ ...list, items, raw: items.map(({ raw }) => raw).join('') }]);
  }

  private takeBlocks(blocks: readonly Token[]): Piece {
    return this.take(
      blocks.reduce((length, { raw }) => length + raw.length, 0),
      { kind: 'blocks', blocks },
    );
  }

  private take(length: number, piece: Piece): Piece {
    this.start += length;
    this.isLong = false;
    return piece;
  }
}

/** The index of the first block that later text could still change. */
function lastOpen(blocks: readonly Token[]): number {
  return Math.max(
    blocks.findLastIndex(({ type }) => type !== 'space'),
    0,
  );
}

function itemsOf(block: Token): readonly Tokens.ListItem[] {
  return block.type === 'list' ? (block as Tokens.List).items : [];
}

/** Fences and tables grow by lines of their own. */
function isSpecial(block: Token): boolean {
  return (block.type === 'code' && block.codeBlockStyle !== 'indented') || block.type === 'table';
}
