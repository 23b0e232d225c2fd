import { type SpawnOptions, spawn } from 'node:child_process';

/** The result of a program. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with `input` as its stdin until it exits. */
export function runToEnd(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> & {
    readonly input?: string;
    /** Called with all of stderr whenever it grows. */
    readonly onStderr?: (text: string) => void;
  },
): Promise<Ended> {
  const { input = '', onStderr, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...rest, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      onStderr?.(stderr);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    // A program may close its input early; its exit code decides.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
