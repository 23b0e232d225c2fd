import type { Interface } from 'node:readline';
import { fromEditedLine } from './bracketedPaste.ts';

/** Without bracketed paste: lines that arrive this close together were pasted, not typed. */
const PASTE_MS = 25;

/** The lines of the user's input. A paste counts as one line. */
export class LineQueue {
  private readonly lines: string[] = [];
  private pasted: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private wake: (() => void) | undefined;
  private readonly joinPasted: boolean;

  constructor(input: Interface, joinPasted: boolean) {
    this.joinPasted = joinPasted;
    input.on('line', (line) => this.add(fromEditedLine(line)));
    input.on('close', () => this.close());
  }

  /** The next line; undefined at the end of the input. */
  async next(): Promise<string | undefined> {
    while (this.lines.length === 0 && !this.closed) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.lines.shift();
  }

  close(): void {
    this.flush();
    this.closed = true;
    this.wake?.();
  }

  private add(line: string): void {
    this.pasted.push(line);
    if (line.endsWith('\\')) return;
    clearTimeout(this.timer);
    if (this.joinPasted) this.timer = setTimeout(() => this.flush(), PASTE_MS);
    else this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    if (this.pasted.length === 0) return;
    // A trailing backslash continues on the next line.
    this.lines.push(this.pasted.map((line) => line.replace(/\\$/, '')).join('\n'));
    this.pasted = [];
    this.wake?.();
  }
}
