import { countHiddenInCode, revealHiddenInCode } from '@condenser/protocol/light';
import { readInfo } from './fence.ts';
import { colourNodes } from './html.ts';
import { colouredSlices } from './languages.ts';

/** The actions of a code block. */
export type CodeAction = 'copy' | 'insert' | 'replace' | 'newFile' | 'diff' | 'fold';

/** The texts and the actions of code blocks. */
export interface CodeBlockOptions {
  /** Which buttons, in their order. */
  readonly actions: readonly CodeAction[];
  label(action: CodeAction): string;
  hiddenCharacters(count: number): string;
  leftOut(characters: number): string;
  readonly codeLabel: string;
}

/** Longer blocks are folded. */
const FOLD_LINES = 30;
/** A browser takes seconds to lay out longer lines, or more text. */
const MAX_LINE_LENGTH = 4_000;
const MAX_TEXT_LENGTH = 400_000;

/** The blocks by their element, to find the one of a click. */
const blocks = new WeakMap<Element, CodeBlock>();

/** The code block that an element belongs to. */
export function codeBlockAround(element: Element): CodeBlock | undefined {
  const root = element.closest('.code-block');
  return root ? blocks.get(root) : undefined;
}

/** A code block on the page. Its text can be appended to; it is highlighted when it is closed. */
export class CodeBlock {
  readonly element = document.createElement('div');
  readonly language: string;
  readonly suggestedName: string | undefined;
  private readonly options: CodeBlockOptions;
  private readonly code = document.createElement('code');
  private readonly pre = document.createElement('pre');
  private text = '';
  private lines = 1;
  private lineLength = 0;
  private shown = 0;
  private leftOut = 0;
  /** Colours that are still to come, and those that have come. */
  private slices: Iterator<string | undefined, void> | undefined;
  private colours: DocumentFragment | undefined;

  constructor(info: string, options: CodeBlockOptions) {
    const { language, suggestedName } = readInfo(info);
    this.language = language;
    this.suggestedName = suggestedName;
    this.options = options;
    this.element.className = 'code-block';
    this.element.append(this.header(), this.pre);
    // Code is read from left to right whatever the language around it.
    this.pre.dir = 'ltr';
    this.pre.tabIndex = 0;
    this.pre.setAttribute('role', 'region');
    this.pre.setAttribute('aria-label', [options.codeLabel, language].filter(Boolean).join(': '));
    this.pre.append(this.code);
    blocks.set(this.element, this);
  }

  /** The original code, including hidden characters. */
  get source(): string {
    return this.text;
  }

  append(code: string): void {
    if (code === '') return;
    this.text += code;
    const visible = this.withinLimits(code);
    if (visible !== '') this.code.append(revealHiddenInCode(visible));
    if (this.lines > FOLD_LINES && !this.element.classList.contains('long')) {
      this.element.classList.add('long', 'folded');
    }
  }

  /** Closes the block and adds its warnings. {@link colourNext} highlights it. */
  close(): void {
    const hidden = countHiddenInCode(this.text);
    if (this.leftOut === 0) {
      this.slices = colouredSlices(revealHiddenInCode(this.text), this.language);
    }
    if (hidden > 0) this.warn(this.options.hiddenCharacters(hidden));
    if (this.leftOut > 0) this.warn(this.options.leftOut(this.leftOut));
  }

  /**
   * Takes the next step of colouring a closed block; the colours are shown with the last one.
   *
   * @returns whether there is more.
   */
  colourNext(): boolean {
    const next = this.slices?.next();
    if (next === undefined) return false;
    if (next.done !== true && next.value !== undefined) {
      this.colours ??= document.createDocumentFragment();
      this.colours.append(colourNodes(next.value));
      return true;
    }
    if (next.done === true && this.colours) this.code.replaceChildren(this.colours);
    this.slices = undefined;
    this.colours = undefined;
    return false;
  }

  toggleFold(): void {
    this.element.classList.toggle('folded');
  }

  /** The part of the code that is shown: lines and blocks have a maximum length. */
  private withinLimits(code: string): string {
    const kept: string[] = [];
    for (const [index, line] of code.split('\n').entries()) {
      if (index > 0) {
        this.lines += 1;
        this.lineLength = 0;
      }
      const space = Math.max(
        0,
        Math.min(MAX_LINE_LENGTH - this.lineLength, MAX_TEXT_LENGTH - this.shown),
      );
      this.lineLength += line.length;
      this.shown += Math.min(line.length, space) + 1;
      this.leftOut += Math.max(0, line.length - space);
      kept.push(line.slice(0, space));
    }
    return this.shown > MAX_TEXT_LENGTH + MAX_LINE_LENGTH ? '' : kept.join('\n');
  }

  private warn(text: string): void {
    const warning = document.createElement('p');
    warning.className = 'code-warning';
    warning.textContent = text;
    this.element.append(warning);
  }

  private header(): HTMLElement {
    const header = document.createElement('div');
    header.className = 'code-header';
    const name = document.createElement('span');
    name.className = 'code-language';
    name.textContent = this.suggestedName ?? this.language;
    header.append(name, ...[...this.options.actions, 'fold' as const].map((a) => this.button(a)));
    return header;
  }

  private button(action: CodeAction): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `code-action code-${action}`;
    button.dataset.codeAction = action;
    button.textContent = this.options.label(action);
    return button;
  }
}
