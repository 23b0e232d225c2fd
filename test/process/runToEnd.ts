import { type SpawnOptions, spawn } from 'node:child_process';

/** What a program left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with `input` on its stdin, and nothing more after it, to its end. */
export function runToEnd(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> & {
    readonly input?: string;
    /** Called with all of stderr so far, whenever there is more. */
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
    // A program that does not read its input to the end closes it early; its exit code decides.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
