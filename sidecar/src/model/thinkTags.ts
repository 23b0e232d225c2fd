/** A piece of text and what it is. */
export interface TaggedText {
  readonly content: string;
  readonly thinking: string;
}

const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * Takes `<think>…</think>` out of streamed content, for servers and models that do not separate
 * thinking themselves. Only a tag at the very start counts: later on it is something the answer
 * talks about. Tags may be split over any number of chunks.
 */
export class ThinkTagFilter {
  private state: 'undecided' | 'thinking' | 'gap' | 'content' = 'undecided';
  private held = '';

  push(text: string): TaggedText {
    if (this.state === 'content') return { content: text, thinking: '' };
    if (this.state === 'gap') return this.afterThinking(text);
    this.held += text;
    if (this.state === 'undecided') {
      const start = this.held.trimStart();
      if (start.startsWith(OPEN)) {
        this.held = start.slice(OPEN.length);
        this.state = 'thinking';
      } else if (OPEN.startsWith(start)) {
        return { content: '', thinking: '' };
      } else {
        this.state = 'content';
        return { content: this.takeHeld(), thinking: '' };
      }
    }
    return this.takeThinking();
  }

  /** What is still held back when the stream has ended. */
  end(): TaggedText {
    const text = this.takeHeld();
    return this.state === 'thinking'
      ? { content: '', thinking: text }
      : { content: text, thinking: '' };
  }

  private takeThinking(): TaggedText {
    const close = this.held.indexOf(CLOSE);
    if (close >= 0) {
      const thinking = this.held.slice(0, close);
      const rest = this.held.slice(close + CLOSE.length);
      this.held = '';
      return { ...this.afterThinking(rest), thinking };
    }
    const keep = partialTagLength(this.held);
    const thinking = this.held.slice(0, this.held.length - keep);
    this.held = this.held.slice(this.held.length - keep);
    return { content: '', thinking };
  }

  /** The blank lines between the tag and the answer belong to neither. */
  private afterThinking(text: string): TaggedText {
    const content = text.trimStart();
    this.state = content === '' ? 'gap' : 'content';
    return { content, thinking: '' };
  }

  private takeHeld(): string {
    const text = this.held;
    this.held = '';
    return text;
  }
}

/** How many characters at the end of the text may be the start of the closing tag. */
function partialTagLength(text: string): number {
  for (let length = Math.min(CLOSE.length - 1, text.length); length > 0; length -= 1) {
    if (CLOSE.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
