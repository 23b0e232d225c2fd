/**
 * The standard streams. stdout belongs to the protocol and to answers: libraries log with `console`,
 * so every console method writes to stderr. A closed stdout or stderr must not end the process, and
 * a full disk must not go unnoticed. `main.ts` imports this module first.
 */
import { Console } from 'node:console';
import { fstatSync, writeSync } from 'node:fs';
import { hasCode } from '../errors.ts';
import { stripControlCharacters } from '../models/untrusted.ts';
import type { TerminalStreams } from './terminal/terminal.ts';

const STDOUT = 1;

let isStderrClosed = false;
let failure: Error | undefined;

// Without a listener, the next write to a closed pipe (EPIPE) or terminal (EIO) would be uncaught.
process.stderr.on('error', () => {
  isStderrClosed = true;
});
// Commands that have to react to a closed stdout add listeners of their own.
process.stdout.on('error', recordFailure);
if (isFile(STDOUT)) writeCompletely();

globalThis.console = new Console(process.stderr, process.stderr);

/**
 * Writes a line to stderr, unless stderr is closed. Control characters are removed: parts of the
 * line, such as a model's name or a server's answer, come from outside.
 */
export function printLine(text: string): void {
  if (!isStderrClosed) process.stderr.write(`${stripControlCharacters(text)}\n`);
}

/** Why stdout could not be written; undefined when everything was written or the reader closed it. */
export function outputFailure(): Error | undefined {
  return failure;
}

/** Whether this error of stdout means that its reader closed it, rather than that a disk is full. */
export function isReaderGone(error: unknown): boolean {
  if (hasCode(error, 'EIO')) return process.stdout.isTTY;
  return hasCode(error, 'EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED');
}

/** The streams of this process, with colour where the terminal supports it. */
export function terminalStreams(): TerminalStreams {
  const { stdin, stdout, stderr } = process;
  const escapes = supportsEscapes(stdout.isTTY);
  const color = supportsEscapes(stdout.isTTY || stderr.isTTY) && !process.env.NO_COLOR;
  return { input: stdin, output: stdout, errors: stderr, color, escapes };
}

/** Whether a terminal can clear a line and mark a paste. */
function supportsEscapes(isTerminal: boolean): boolean {
  return isTerminal && process.env.TERM !== 'dumb';
}

function recordFailure(error: Error): void {
  if (!isReaderGone(error)) failure ??= error;
}

/** Whether the descriptor is a file or a device, which Node writes to synchronously. */
function isFile(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() || (stats.isCharacterDevice() && !process.stdout.isTTY);
  } catch {
    return false;
  }
}

/**
 * When a disk fills up, the system accepts part of a write and reports no error, and Node's stream
 * treats the write as complete. Writing the rest reports the error.
 */
function writeCompletely(): void {
  process.stdout._write = (chunk: Uint8Array, _encoding, done) => {
    try {
      for (let written = 0; written < chunk.length; ) {
        written += writeSync(STDOUT, chunk, written);
      }
      done();
    } catch (error) {
      const writeError = error instanceof Error ? error : new Error(String(error));
      recordFailure(writeError);
      done(writeError);
    }
  };
}
