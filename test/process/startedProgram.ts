import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** The exit of a program. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program that is killed with its children after the test. */
export class StartedProgram {
  readonly process: ChildProcessWithoutNullStreams;
  readonly exit: Promise<ProgramEnd>;
  private text = '';

  constructor(
    program: string,
    args: readonly string[],
    options: { cwd: string; env: Readonly<Record<string, string>> },
  ) {
    // Its own process group, so that the test can kill processes that a signal did not reach.
    this.process = spawn(program, [...args], { ...options, detached: true });
    this.exit = once(this.process, 'exit').then(([code, signal]) => ({ code, signal }));
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.text += text;
      });
    }
    onTestFinished(() => killGroup(this.process.pid));
  }

  /** Its stdout and stderr so far. */
  get output(): string {
    return this.text;
  }

  /** Waits until its output matches. @throws if it exits before. */
  async writes(pattern: RegExp): Promise<RegExpExecArray> {
    const { stdout, stderr } = this.process;
    for (;;) {
      const match = pattern.exec(this.text);
      if (match) return match;
      const more = new AbortController();
      const { signal } = more;
      await Promise.race([
        once(stdout, 'data', { signal }),
        once(stderr, 'data', { signal }),
        this.exit.then(() => {
          throw new Error(`It ended without ${String(pattern)}:\n${this.text}`);
        }),
      ]).finally(() => more.abort());
    }
  }
}

/** Resolves when no process listens on a local port any more; connects to it to notice the end. */
export async function untilFree(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    // Without a reader, the end of the connection would go unnoticed.
    // A connection that is accepted just before the exit is reset.
    const closed = once(socket.resume(), 'close').catch(() => undefined);
    const refused = await once(socket, 'connect').then(
      () => false,
      () => true,
    );
    await closed;
    if (refused) return;
  }
}

function killGroup(processId: number | undefined): void {
  try {
    if (processId !== undefined) process.kill(-processId, 'SIGKILL');
  } catch {
    // It has already exited.
  }
}
