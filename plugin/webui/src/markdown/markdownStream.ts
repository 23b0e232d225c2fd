import { revealHiddenInProse } from '@condenser/protocol/light';
import type { Token, Tokens } from 'marked';
import { BlockReader, type Piece } from './blockReader.ts';
import { CodeBlock, type CodeBlockOptions } from './codeBlock.ts';
import type { DrawQueue, DrawTask } from './drawQueue.ts';
import { GrowingTable } from './growingTable.ts';
import { htmlOf, proseNodes } from './html.ts';

/** Blocks that a section holds. */
const SECTION_BLOCKS = 16;

/** Fired, bubbling, when an answer that took several frames is drawn completely. */
export const DRAWN_EVENT = 'answerdrawn';

/**
 * Shows an answer while it streams. A complete block is drawn once and never parsed or touched again;
 * only the last, open block is redrawn as text arrives. Code and tables grow line by line. Work that
 * does not fit into a frame continues in the next ones.
 */
export class MarkdownStream implements DrawTask {
  private readonly container: HTMLElement;
  private readonly options: CodeBlockOptions;
  private readonly queue: DrawQueue;
  private readonly reader = new BlockReader();
  /** The open block, the last child of the container. */
  private readonly tail = document.createElement('div');
  private code: CodeBlock | undefined;
  private table: GrowingTable | undefined;
  private longLine: HTMLElement | undefined;
  private section: HTMLElement | undefined;

  constructor(container: HTMLElement, options: CodeBlockOptions, queue: DrawQueue) {
    this.container = container;
    this.options = options;
    this.queue = queue;
    this.tail.className = 'tail';
    container.removeAttribute('dir');
    container.append(this.tail);
  }

  /** How much of the text has been taken. */
  get length(): number {
    return this.reader.taken;
  }

  /**
   * Shows the text, which starts with the text of the last call, now or in the next frames:
   * until it is drawn completely, the container is `aria-busy`.
   *
   * @param finished nothing more will come: the open block is closed.
   */
  update(text: string, finished: boolean): void {
    this.reader.update(text, finished);
    if (!this.queue.add(this)) this.container.setAttribute('aria-busy', 'true');
  }

  /** Draws no more of it. */
  dispose(): void {
    this.queue.remove(this);
  }

  draw(): boolean {
    if (this.code?.colourNext()) return true;
    const piece = this.reader.next();
    if (piece) {
      this.show(piece);
      return true;
    }
    this.showTail();
    if (this.container.hasAttribute('aria-busy')) {
      this.container.removeAttribute('aria-busy');
      this.container.dispatchEvent(new Event(DRAWN_EVENT, { bubbles: true }));
    }
    return false;
  }

  private show(piece: Piece): void {
    switch (piece.kind) {
      case 'blocks':
        this.direct(() => rawOf(piece.blocks));
        this.place(this.nodes(piece.blocks));
        break;
      case 'codeStart':
        this.code = new CodeBlock(piece.info, this.options);
        this.place(this.code.element);
        break;
      case 'codeText':
        this.code?.append(piece.text);
        if (piece.isLast) this.code?.close();
        break;
      case 'tableStart':
        this.direct(() => piece.head);
        this.startTable(new GrowingTable(piece.head));
        break;
      case 'rows':
        this.direct(() => piece.table.raw);
        this.showRows(piece.table);
        break;
      case 'lineStart':
        this.longLine = document.createElement('div');
        this.longLine.className = 'long-line';
        this.place(this.longLine);
        break;
      case 'lineText':
        this.direct(() => piece.text);
        this.showLine(piece.text);
        break;
      case 'nothing':
    }
  }

  /** The answer is written in the direction of its first letter outside of code. */
  private direct(text: () => string): void {
    if (this.container.hasAttribute('dir')) return;
    const direction = directionOf(text());
    if (direction) this.container.dir = direction;
  }

  private startTable(table: GrowingTable): void {
    this.table = table;
    this.place(table.element);
  }

  private showRows(rows: Tokens.Table): void {
    if (this.table?.isFull) {
      // A browser lays out a table as a whole, and passes over sections that are out of sight.
      this.section = undefined;
      this.startTable(this.table.next());
    }
    this.table?.append(rows);
  }

  private showLine(text: string): void {
    const piece = document.createElement('div');
    piece.textContent = revealHiddenInProse(text);
    this.longLine?.append(piece);
  }

  private nodes(blocks: readonly Token[]): DocumentFragment {
    const nodes = proseNodes(htmlOf(blocks));
    for (const place of nodes.querySelectorAll<HTMLElement>('.code-place')) {
      const block = new CodeBlock(place.dataset.info ?? '', this.options);
      block.append(place.textContent);
      block.close();
      // No longer than a piece of prose, and drawn with it.
      while (block.colourNext());
      place.replaceWith(block.element);
    }
    return nodes;
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

  private showTail(): void {
    const open = this.reader.rest();
    this.direct(() => rawOf(open));
    this.tail.replaceChildren(open.length === 0 ? '' : this.nodes(open));
  }
}

/** The Markdown of the blocks that are no code. */
function rawOf(blocks: readonly Token[]): string {
  return blocks.map(({ type, raw }) => (type === 'code' ? '' : raw)).join('');
}

/** Letters of scripts that are written from right to left. */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Hanifi_Rohingya}]/u;

/**
 * The direction of a text by its first letter, as `dir="auto"` finds it; undefined without a
 * letter. A browser looks for that letter again at every change, in all of the text where it finds
 * none.
 */
export function directionOf(text: string): 'ltr' | 'rtl' | undefined {
  const [letter] = /\p{L}/u.exec(text) ?? [];
  if (letter === undefined) return undefined;
  return RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}
