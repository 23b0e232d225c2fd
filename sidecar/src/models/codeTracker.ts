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
