import { CodeTracker } from './codeTracker.ts';

/** A piece of text and what it is. */
export interface TaggedText {
  readonly content: string;
  readonly thinking: string;
}

/** Where a stretch of thinking ends. */
interface Style {
  /** A mark that ends it. A mark that begins the next part as well is not `consumed`. */
  readonly end: RegExp;
  readonly consumed: RegExp;
  /** Longest beginning of an end mark that is held back until the rest has come. */
  readonly marks: readonly string[];
}

const TAGS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['[THINK]', '[/THINK]'],
] as const;
const OPENING = /<think(?:ing)?>|<thought>|\[THINK\]/;
/** A mark that closes what nothing opened. */
const ORPHAN = /<\/think(?:ing)?>|<\/thought>|\[\/THINK\]|<channel\|>/;
const ORPHAN_MARKS = [...TAGS.flat(), '<channel|>'];
/** gpt-oss marks its parts so, and each of these ends one. */
const CHANNEL_MARKS = ['<|end|>', '<|return|>', '<|call|>', '<|start|>', '<|channel|>'];
const CHANNEL_STYLE: Style = {
  end: /<\|(?:end|return|call|start|channel)\|>/,
  consumed: /^<\|(?:end|return|call)\|>/,
  marks: CHANNEL_MARKS,
};
/** The header of a part: gpt-oss's, and Gemma's. */
const CHANNEL_HEADER =
  /^(?:<\|start\|>[a-z]*\s*)?<\|channel\|>\s*([a-z]+)[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>/;
const PLAIN_HEADER = /^<\|start\|>[a-z]+<\|message\|>/;
const GEMMA_HEADER = /^<\|channel>\s*([a-z]+)[ \t]*(?:\n|(?=<channel\|>))/;
const GEMMA_STYLE: Style = tagStyle('<channel|>');
const MAX_HEADER = 128;

/**
 * Takes marked thinking out of streamed content, for servers and models that do not separate it
 * themselves. A mark that opens thinking counts only at the very start: later on it is something
 * that the answer talks about. Marks may be split over any number of pieces.
 */
export class ThinkTagFilter {
  private state: 'start' | 'thinking' | 'content' = 'start';
  private style: Style = CHANNEL_STYLE;
  private held = '';
  private hasThought = false;
  /** Whether the parts of the answer have headers, so that marks count in its content, too. */
  private hasChannels = false;
  /** Whether the content itself has had an opening mark: then a closing one belongs to it. */
  private quotesMarks = false;
  private contentLength = 0;
  private startOfAnswer: number | undefined;
  private readonly code = new CodeTracker();

  /**
   * UTF-16 units of content that came before a mark that only ends thinking; undefined where none
   * came. They were handed out as content before anything showed what they are.
   */
  get answerStart(): number | undefined {
    return this.startOfAnswer;
  }

  /** Whether the content ends in a code block. */
  get isInCode(): boolean {
    return this.code.isInBlock;
  }

  push(text: string): TaggedText {
    if (this.state === 'content' && this.held === '' && !/[<[]/.test(text)) {
      return { content: this.passed(text), thinking: '' };
    }
    this.held += text;
    return this.parts(false);
  }

  /** What is still held back when the stream has ended. */
  end(): TaggedText {
    const { content, thinking } = this.parts(true);
    const rest = this.takeHeld(this.held.length);
    if (this.state === 'thinking') return { content, thinking: thinking + rest };
    const lost = this.state === 'start' && this.hasThought && rest.trim() === '';
    return { content: content + (lost ? '' : this.passed(rest)), thinking };
  }

  /** Goes from state to state as long as something in the held text decides one. */
  private parts(isEnd: boolean): TaggedText {
    let content = '';
    let thinking = '';
    let before: string;
    do {
      before = `${this.state} ${this.held.length}`;
      if (this.state === 'start' && !this.begin()) break;
      if (this.state === 'thinking') thinking += this.takeThinking();
      if (this.state === 'content') content += this.takeContent(isEnd);
    } while (before !== `${this.state} ${this.held.length}`);
    return { content, thinking };
  }

  /** Decides what the text begins with; false while more of it is needed. */
  private begin(): boolean {
    const start = this.held.trimStart();
    const header = headerOf(start);
    if (header) {
      this.held = start.slice(header.length);
      this.hasChannels ||= header.style === CHANNEL_STYLE;
      if (header.isAnswer) this.state = 'content';
      else this.think(header.style);
      return true;
    }
    const tag = TAGS.find(([open]) => start.startsWith(open));
    if (tag) {
      this.held = start.slice(tag[0].length);
      this.think(tagStyle(tag[1]));
      return true;
    }
    if (mayBecomeMark(start)) return false;
    // The blank lines between thinking and the answer belong to neither.
    if (this.hasThought) this.held = start;
    this.state = 'content';
    return true;
  }

  private think(style: Style): void {
    this.state = 'thinking';
    this.style = style;
    this.hasThought = true;
  }

  private takeThinking(): string {
    const { end, consumed, marks } = this.style;
    const found = end.exec(this.held);
    if (!found) return this.takeHeld(this.held.length - partialLength(this.held, marks));
    const thinking = this.takeHeld(found.index);
    this.held = this.held.replace(consumed, '');
    this.state = 'start';
    return thinking;
  }

  private takeContent(isEnd: boolean): string {
    if (this.hasChannels) return this.takeUntil(CHANNEL_STYLE.end, CHANNEL_MARKS, isEnd);
    if (this.hasThought || this.quotesMarks) return this.passed(this.takeHeld(this.held.length));
    return this.takeUntil(ORPHAN, ORPHAN_MARKS, isEnd);
  }

  /** The content up to a mark, and the mark with it where it is only text. */
  private takeUntil(end: RegExp, marks: readonly string[], isEnd: boolean): string {
    const found = end.exec(this.held);
    const keep = isEnd ? 0 : partialLength(this.held, marks);
    const before = this.takeHeld(found ? found.index : this.held.length - keep);
    this.quotesMarks ||= OPENING.test(before);
    const content = this.passed(before);
    if (!found) return content;
    const [mark] = found;
    const isText = this.quotesMarks || this.code.isInCode;
    const rest = isText ? 'text' : this.markAt(mark, isEnd);
    if (rest === 'incomplete') return content;
    if (rest === 'text') return content + this.passed(this.takeHeld(mark.length));
    this.state = 'start';
    return content + (this.hasChannels ? '' : this.closeOrphan(mark));
  }

  /** What the mark at the beginning of the held text is. */
  private markAt(mark: string, isEnd: boolean): 'mark' | 'text' | 'incomplete' {
    const after = this.held.slice(mark.length);
    if (!this.hasChannels) {
      // One that nothing opened counts where it stands at the start or the end of a line.
      if (this.code.isAtLineStart || /^[ \t]*\r?\n/.test(after)) return 'mark';
      return !isEnd && /^[ \t]*\r?$/.test(after) ? 'incomplete' : 'text';
    }
    if (CHANNEL_STYLE.consumed.test(mark)) {
      this.takeHeld(mark.length);
      return 'mark';
    }
    if (headerOf(this.held)) return 'mark';
    return !isEnd && mayBecomeMark(this.held) ? 'incomplete' : 'text';
  }

  /** What came until here was thinking, and has been handed out. */
  private closeOrphan(mark: string): string {
    this.takeHeld(mark.length);
    this.hasThought = true;
    const gap = this.passed('\n\n');
    this.startOfAnswer = this.contentLength;
    return gap;
  }

  private passed(content: string): string {
    this.contentLength += content.length;
    this.code.push(content);
    return content;
  }

  private takeHeld(length: number): string {
    const text = this.held.slice(0, length);
    this.held = this.held.slice(length);
    return text;
  }
}

/** The header that a text begins with. */
function headerOf(text: string): { length: number; style: Style; isAnswer: boolean } | undefined {
  const channel = CHANNEL_HEADER.exec(text) ?? PLAIN_HEADER.exec(text);
  const header = channel ?? GEMMA_HEADER.exec(text);
  if (!header) return undefined;
  const [whole, name = 'final'] = header;
  const style = channel ? CHANNEL_STYLE : GEMMA_STYLE;
  return { length: whole.length, style, isAnswer: name === 'final' };
}

function tagStyle(close: string): Style {
  const escaped = close.replace(/[[\]|]/g, '\\$&');
  return { end: new RegExp(escaped), consumed: new RegExp(`^${escaped}`), marks: [close] };
}

/** Whether more text could make an opening mark of this beginning. */
function mayBecomeMark(start: string): boolean {
  if (TAGS.some(([open]) => open.startsWith(start))) return true;
  return start.startsWith('<|') && start.length < MAX_HEADER && /^<\|[^\n]*$/.test(start);
}

/** How many characters at the end of the text may be the beginning of a mark. */
function partialLength(text: string, marks: readonly string[]): number {
  const from = Math.max(text.lastIndexOf('<'), text.lastIndexOf('['));
  if (from < 0) return 0;
  const rest = text.slice(from);
  return marks.some((mark) => mark.length > rest.length && mark.startsWith(rest)) ? rest.length : 0;
}
