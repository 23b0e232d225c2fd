import { obeysEscapes, wantsColor } from './environment.ts';
import type { TerminalStreams } from './terminal/terminal.ts';

/** The streams of this process, with colour where a terminal shows it. */
export function terminalStreams(): TerminalStreams {
  const { stdin, stdout, stderr } = process;
  const color = wantsColor(stdout.isTTY ? stdout.isTTY : stderr.isTTY);
  return {
    input: stdin,
    output: stdout,
    errors: stderr,
    color,
    escapes: obeysEscapes(stdout.isTTY),
  };
}
