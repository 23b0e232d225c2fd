import { type ChildProcess, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** The limit for output that never appears. */
const TIMEOUT_MS = 900_000;

/**
 * A user at a pseudo-terminal: types, and waits for output. Linux only (`script`).
 *
 * @example
 * const user = new TerminalUser('npm start -- chat', { env });
 * await user.waitFor(/> $/);
 * user.type('hello\r');
 */
export class TerminalUser {
  private readonly child: ChildProcess;
  private raw = '';
  private consumed = 0;
  private readonly waiting = new Set<() => void>();
  private exitCode: number | undefined;

  constructor(command: string, options: { env: NodeJS.ProcessEnv; cwd?: string }) {
    this.child = spawn('script', ['-qefc', command, '/dev/null'], {
      cwd: options.cwd,
      env: { ...options.env, TERM: 'xterm-256color' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.raw += text;
      this.wake();
    });
    this.child.once('exit', (code) => {
      this.exitCode = code ?? 143;
      this.wake();
    });
  }

  /** All output, including escape sequences. */
  get rawScreen(): string {
    return this.raw;
  }

  /** All output as plain text. */
  get screen(): string {
    return stripVTControlCharacters(this.raw).replaceAll('\r\n', '\n');
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Presses Ctrl and a letter. */
  pressControl(letter: string): void {
    this.type(String.fromCharCode(letter.toUpperCase().charCodeAt(0) - 64));
  }

  /**
   * Waits until new output matches, and consumes the output up to the match.
   *
   * @throws an error with the whole screen if it never matches.
   */
  async waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    for (;;) {
      const match = pattern.exec(this.screen.slice(this.consumed));
      if (match) {
        this.consumed += match.index + match[0].length;
        return match;
      }
      if (deadline.aborted || this.exitCode !== undefined) {
        const why = deadline.aborted ? 'did not come' : `the program ended (${this.exitCode})`;
        throw new Error(`${String(pattern)}: ${why}. On the screen:\n${this.screen}`);
      }
      await this.change(deadline);
    }
  }

  /** Waits until the program has exited. */
  async exit(): Promise<number> {
    while (this.exitCode === undefined) await this.change(AbortSignal.timeout(TIMEOUT_MS));
    return this.exitCode;
  }

  /** Kills the program. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  private change(deadline: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        deadline.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      deadline.addEventListener('abort', done);
    });
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}
