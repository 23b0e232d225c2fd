/** Longest part of a line that is kept. */
const MAX_LINE = 4096;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Follows growing Markdown and knows whether its end stands in code. */
export class CodeTracker {
  private line = '';
  /** The mark that opened the code block; empty outside of one. */
  private fence = '';

  /** Whether the end stands in a fenced block. */
  get isInBlock(): boolean {
    return this.fence !== '' || FENCE.test(this.line);
  }

  /** Whether the end stands in a fenced block or between backticks. */
  get isInCode(): boolean {
    return this.isInBlock || (this.line.match(/`+/g)?.length ?? 0) % 2 === 1;
  }

  /** Whether nothing but white space stands before the end in its line. */
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
