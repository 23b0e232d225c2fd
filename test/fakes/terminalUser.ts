import { type ChildProcess, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** How long a person waits for what they expect before they call it broken. */
const PATIENCE_MS = 900_000;

/**
 * A person at a pseudo-terminal: types, and waits for what appears. Linux only (`script`).
 *
 * @example
 * const person = new Person('npm start -- chat', { env });
 * await person.sees(/> $/);
 * person.types('hello\r');
 */
export class Person {
  private readonly child: ChildProcess;
  private raw = '';
  private seenUpTo = 0;
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

  /** Everything that came to the screen, with the escape sequences that colour and move. */
  get rawScreen(): string {
    return this.raw;
  }

  /** Everything that came to the screen, as text. */
  get screen(): string {
    return stripVTControlCharacters(this.raw).replaceAll('\r\n', '\n');
  }

  types(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Presses Ctrl and a letter. */
  pressesControl(letter: string): void {
    this.types(String.fromCharCode(letter.toUpperCase().charCodeAt(0) - 64));
  }

  /**
   * Waits until something new on the screen matches; what it matched counts as seen.
   *
   * @throws an error with the whole screen when it does not come.
   */
  async sees(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const match = pattern.exec(this.screen.slice(this.seenUpTo));
      if (match) {
        this.seenUpTo += match.index + match[0].length;
        return match;
      }
      if (deadline.aborted || this.exitCode !== undefined) {
        const why = deadline.aborted ? 'did not come' : `the program ended (${this.exitCode})`;
        throw new Error(`${String(pattern)}: ${why}. On the screen:\n${this.screen}`);
      }
      await this.change(deadline);
    }
  }

  /** Waits for the program to end. */
  async leaves(): Promise<number> {
    while (this.exitCode === undefined) await this.change(AbortSignal.timeout(PATIENCE_MS));
    return this.exitCode;
  }

  /** Ends the program however it stands. */
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
