/** A piece of text, split into answer and thinking. */
export interface TaggedText {
  readonly content: string;
  readonly thinking: string;
}

/** How a section of thinking ends. */
interface Style {
  /** The tag that ends it. A tag that also begins the next section is not `consumed`. */
  readonly end: RegExp;
  readonly consumed: RegExp;
  /** Tags whose beginning is held back until the rest has arrived. */
  readonly tags: readonly string[];
}

const WORDS =
  'think|thinking|thoughts?|reasoning|reflection|analysis|scratchpad|antthinking|inner_?monologue';
/** The words and brackets of opening tags, each with the closing tag of `$1`, the word as written. */
const OPENINGS: readonly (readonly [open: RegExp, close: string])[] = [
  [new RegExp(`^<[ \\t]*((?:\\w{1,16}:)?(?:${WORDS}))[ \\t]*>`, 'i'), '</$1>'],
  [new RegExp(`^◁[ \\t]*(${WORDS})[ \\t]*▷`, 'i'), '◁/$1▷'],
  // In other case it is the text of a link.
  [/^\[(THINK|THINKING)\]/, '[/$1]'],
  [new RegExp(`^<\\|begin_of_(${WORDS})\\|>`, 'i'), '<|end_of_$1|>'],
  [new RegExp(`^<\\|start_(${WORDS})\\|>`, 'i'), '<|end_$1|>'],
  [new RegExp(`^<\\|(${WORDS})\\|>`, 'i'), '<|/$1|>'],
  [/^<unused94>(thought)/, '<unused95>'],
  // `ollama run` prints these lines.
  [/^(Thinking)\.\.\.\r?\n/, '...done thinking.'],
];
/** The beginning of a text that may become an opening tag. */
const PARTIAL_OPENING =
  /^(?:<[ \t]*(?:\w{0,16}:?\w{0,16}[ \t]*)?|◁[ \t]*\w{0,16}[ \t]*|\[[A-Z]{0,8})$/;
const PARTIAL_LINES = ['<unused94>thought', 'Thinking...\r\n', 'Thinking...\n'];
const ORPHAN_WORDS = ['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'seed:think'];
const OPENING = new RegExp(`<(?:\\w{1,16}:)?(?:${WORDS})>|◁think▷|\\[THINK\\]`, 'i');
/** A closing tag without an opening one. */
const ORPHAN = new RegExp(
  `<[ \\t]*/[ \\t]*(?:${ORPHAN_WORDS.join('|')})[ \\t]*>|◁/think▷|\\[/THINK\\]|<channel\\|>`,
  'i',
);
const ORPHAN_TAGS = [
  ...ORPHAN_WORDS.flatMap((word) => [`<${word}>`, `</${word}>`]),
  ...['<reflection>', '<analysis>', '<scratchpad>', '<antthinking>'],
  ...['◁think▷', '◁/think▷', '[think]', '[/think]', '<channel|>'],
];
/** A tag of thinking anywhere in a text. */
const MARK = new RegExp(
  [
    `<[ \\t]*/?[ \\t]*(?:\\w{1,16}:)?(?:${WORDS})[ \\t]*>`,
    `◁[ \\t]*/?[ \\t]*(?:${WORDS})[ \\t]*▷`,
    '\\[/?THINK(?:ING)?\\]|<\\|[^|<>\\n]{1,32}\\|>|<\\|channel>|<channel\\|>|<unused\\d+>',
    '^Thinking\\.\\.\\.$|\\.\\.\\.done thinking\\.',
  ].join('|'),
  'im',
);

/** Whether a text contains a tag of thinking, opening or closing. */
export function hasThinkingTag(text: string): boolean {
  return MARK.test(text);
}

/** gpt-oss separates its sections by these tags; each of them ends a section. */
const CHANNEL_TAGS = ['<|end|>', '<|return|>', '<|call|>', '<|start|>', '<|channel|>'];
const CHANNEL_STYLE: Style = {
  end: /<\|(?:end|return|call|start|channel)\|>/,
  consumed: /^<\|(?:end|return|call)\|>/,
  tags: CHANNEL_TAGS,
};
/** The headers of sections in gpt-oss and Gemma. */
const CHANNEL_HEADER =
  /^(?:<\|start\|>[a-z]*\s*)?<\|channel\|>\s*([a-z]+)[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>/;
const PLAIN_HEADER = /^<\|start\|>[a-z]+<\|message\|>/;
const GEMMA_HEADER = /^<\|channel>\s*([a-z]+)[ \t]*(?:\n|(?=<channel\|>))/;
const GEMMA_STYLE: Style = tagStyle('<channel|>');
const MAX_HEADER = 128;

/**
 * Separates tagged thinking from streamed content, for servers and models that do not separate it. An
 * opening tag counts only at the start of the content: later on, the answer mentions it. Tags may be
 * split over any number of pieces.
 */
export class ThinkTagFilter {
  private state: 'start' | 'thinking' | 'content' = 'start';
  private style: Style = CHANNEL_STYLE;
  private held = '';
  private hasThought = false;
  /** Whether sections have headers, so that tags also count inside the content. */
  private hasChannels = false;
  /** Whether the content contained an opening tag, to which a closing one then belongs. */
  private quotesTags = false;
  private contentLength = 0;
  private lastCharacter = '';
  private startOfAnswer: number | undefined;
  private readonly code = new CodeTracker();

  /**
   * UTF-16 units of content before a closing tag without an opening one; undefined without such a tag.
   * They were passed on as content before the tag showed that they are thinking.
   */
  get answerStart(): number | undefined {
    return this.startOfAnswer;
  }

  /** Whether the content ends in a code block. */
  get isInCode(): boolean {
    return this.code.isInBlock;
  }

  push(text: string): TaggedText {
    if (this.state === 'content' && this.held === '' && !/[<[◁]/.test(text)) {
      return { content: this.passed(text), thinking: '' };
    }
    this.held += text;
    return this.parts(false);
  }

  /** The text that is still held back at the end of the stream. */
  end(): TaggedText {
    const { content, thinking } = this.parts(true);
    const rest = this.takeHeld(this.held.length);
    if (this.state === 'thinking') return { content, thinking: thinking + rest };
    const lost = this.state === 'start' && this.hasThought && rest.trim() === '';
    return { content: content + (lost ? '' : this.passed(rest)), thinking };
  }

  /** Changes the state as long as the held text determines the next one. */
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

  /** Determines how the text begins; false while more of it is needed. */
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
    const tag = openingOf(start);
    if (tag) {
      this.held = start.slice(tag.length);
      this.think(tagStyle(tag.close));
      return true;
    }
    if (mayBecomeTag(start)) return false;
    // Drop the blank lines between thinking and the answer.
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
    const { end, consumed, tags } = this.style;
    const found = end.exec(this.held);
    if (!found) return this.takeHeld(this.held.length - partialLength(this.held, tags));
    const thinking = this.takeHeld(found.index);
    this.held = this.held.replace(consumed, '');
    this.state = 'start';
    return thinking;
  }

  private takeContent(isEnd: boolean): string {
    if (this.hasChannels) return this.takeUntil(CHANNEL_STYLE.end, CHANNEL_TAGS, isEnd);
    if (this.hasThought || this.quotesTags) return this.passed(this.takeHeld(this.held.length));
    return this.takeUntil(ORPHAN, ORPHAN_TAGS, isEnd);
  }

  /** The content up to a tag, including the tag if it is only text. */
  private takeUntil(end: RegExp, tags: readonly string[], isEnd: boolean): string {
    const found = end.exec(this.held);
    const keep = isEnd ? 0 : partialLength(this.held, tags);
    const before = this.takeHeld(found ? found.index : this.held.length - keep);
    this.quotesTags ||= OPENING.test(before);
    const content = this.passed(before);
    if (!found) return content;
    const [tag] = found;
    const isText = this.quotesTags || this.code.isInCode;
    const rest = isText ? 'text' : this.tagAt(tag, isEnd);
    if (rest === 'incomplete') return content;
    if (rest === 'text') return content + this.passed(this.takeHeld(tag.length));
    this.state = 'start';
    return content + (this.hasChannels ? '' : this.closeOrphan(tag));
  }

  /** Classifies the tag at the start of the held text. */
  private tagAt(tag: string, isEnd: boolean): 'tag' | 'text' | 'incomplete' {
    const after = this.held.slice(tag.length);
    if (!this.hasChannels) {
      // Without an opening tag it counts at the start or the end of a line.
      if (this.code.isAtLineStart || /^[ \t]*\r?\n/.test(after)) return 'tag';
      if (!isEnd && /^[ \t]*\r?$/.test(after)) return 'incomplete';
      // Between two sentences without a space; in prose, spaces or quotes surround it.
      const separates = /[\p{L}\p{N}.!?。！？]$/u.test(this.lastCharacter);
      return separates && /^[\p{L}\p{N}]/u.test(after) ? 'tag' : 'text';
    }
    if (CHANNEL_STYLE.consumed.test(tag)) {
      this.takeHeld(tag.length);
      return 'tag';
    }
    if (headerOf(this.held)) return 'tag';
    return !isEnd && mayBecomeTag(this.held) ? 'incomplete' : 'text';
  }

  /** Everything so far was thinking, and was passed on as content. */
  private closeOrphan(tag: string): string {
    this.takeHeld(tag.length);
    this.hasThought = true;
    const gap = this.passed('\n\n');
    this.startOfAnswer = this.contentLength;
    return gap;
  }

  private passed(content: string): string {
    this.contentLength += content.length;
    this.lastCharacter = content.at(-1) ?? this.lastCharacter;
    this.code.push(content);
    return content;
  }

  private takeHeld(length: number): string {
    const text = this.held.slice(0, length);
    this.held = this.held.slice(length);
    return text;
  }
}

/** The header at the start of a text. */
function headerOf(text: string): { length: number; style: Style; isAnswer: boolean } | undefined {
  const channel = CHANNEL_HEADER.exec(text) ?? PLAIN_HEADER.exec(text);
  const header = channel ?? GEMMA_HEADER.exec(text);
  if (!header) return undefined;
  const [whole, name = 'final'] = header;
  const style = channel ? CHANNEL_STYLE : GEMMA_STYLE;
  return { length: whole.length, style, isAnswer: name === 'final' };
}

/** The opening tag at the start of a text. */
function openingOf(text: string): { length: number; close: string } | undefined {
  for (const [open, close] of OPENINGS) {
    const [whole, word] = open.exec(text) ?? [];
    if (whole !== undefined && word !== undefined)
      return { length: whole.length, close: close.replace('$1', word.toLowerCase()) };
  }
  return undefined;
}

/** White space in the tag and its case do not matter. */
function tagStyle(close: string): Style {
  const pattern = close
    .replace(/[[\]|.]/g, '\\$&')
    .replace(/^([<◁])\//, '$1[ \\t]*/[ \\t]*')
    .replace(/([>▷])$/, '[ \\t]*$1');
  return {
    end: new RegExp(pattern, 'i'),
    consumed: new RegExp(`^${pattern}`, 'i'),
    tags: [close],
  };
}

/** Whether this may be the beginning of an opening tag. */
function mayBecomeTag(start: string): boolean {
  if (start === '') return true;
  if (PARTIAL_OPENING.test(start)) return true;
  if (PARTIAL_LINES.some((line) => line.startsWith(start))) return true;
  return start.startsWith('<|') && start.length < MAX_HEADER && /^<\|[^\n]*$/.test(start);
}

/** How many characters at the end of the text may be the beginning of a tag. */
function partialLength(text: string, tags: readonly string[]): number {
  const from = Math.max(...['<', '[', '◁'].map((bracket) => text.lastIndexOf(bracket)));
  if (from >= 0) {
    const rest = text.slice(from).toLowerCase().replace(/[ \t]/g, '');
    if (tags.some((tag) => tag.length > rest.length && tag.toLowerCase().startsWith(rest)))
      return text.length - from;
  }
  const line = tags.find((tag) => tag.startsWith('.')) ?? '';
  for (let length = Math.min(line.length - 1, text.length); length > 0; length -= 1) {
    if (text.toLowerCase().endsWith(line.slice(0, length))) return length;
  }
  return 0;
}

/** The length that is kept of a line. */
const MAX_LINE = 4096;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Tracks whether the end of streamed Markdown is inside code. */
export class CodeTracker {
  private line = '';
  /** The fence that opened the code block; empty outside of one. */
  private fence = '';

  /** Whether the end is in a fenced block. */
  get isInBlock(): boolean {
    return this.fence !== '' || FENCE.test(this.line);
  }

  /** Whether the end is in a fenced block or between backticks. */
  get isInCode(): boolean {
    return this.isInBlock || (this.line.match(/`+/g)?.length ?? 0) % 2 === 1;
  }

  /** Whether only white space precedes the end in its line. */
  get isAtLineStart(): boolean {
    return this.line.trim() === '';
  }

  push(text: string): void {
    if (!text.includes('\n')) {
      if (this.line.length < MAX_LINE) this.line += text;
      return;
    }
    const lines = (this.line + text).split('\n');
    this.line = lines.pop() ?? '';
    for (const line of lines) this.endLine(line);
  }

  private endLine(line: string): void {
    const mark = FENCE.exec(line)?.[1];
    if (mark === undefined) return;
    if (this.fence === '') this.fence = mark;
    else if (mark[0] === this.fence[0] && mark.length >= this.fence.length) this.fence = '';
  }
}
