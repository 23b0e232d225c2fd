import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The cost of one pass over a stream. */
export interface StreamFigures {
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly cpuMs: number;
  readonly length: number;
}

/** The bare loop in its own process. */
export class Baseline {
  private readonly child;
  private readonly lines;

  constructor(url: string, model: string) {
    const program = fileURLToPath(new URL('bareLoop.mjs', import.meta.url));
    this.child = spawn(process.execPath, [program, url, model], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    process.once('exit', () => this.child.kill());
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** Reads the stream once. */
  async pass(): Promise<StreamFigures> {
    this.child.stdin.write('go\n');
    const line = await this.lines.next();
    if (line.done) throw new Error('the bare loop ended');
    return JSON.parse(line.value) as StreamFigures;
  }

  stop(): void {
    this.child.kill();
  }
}
