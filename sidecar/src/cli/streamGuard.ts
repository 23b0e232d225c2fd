/**
 * stdout belongs to the protocol and to answers. Libraries log with `console` and not with the
 * logger, so each console method goes to stderr. And a reader of stdout or stderr that has gone
 * must not end the process, while a disk that takes no more output must not go unnoticed. Imported
 * before everything else: the order of imports is the order in which modules run.
 */
import { Console } from 'node:console';
import { fstatSync, writeSync } from 'node:fs';
import { hasCode, messageOf } from '../errors.ts';

const STDOUT = 1;

let stderrGone = false;
let failure: Error | undefined;

// Without a listener, the next line to a closed pipe (EPIPE) or terminal (EIO) is an uncaught error.
process.stderr.on('error', () => {
  stderrGone = true;
});
// Commands for which the end of stdout means something listen too.
process.stdout.on('error', noteFailure);
if (isFile(STDOUT)) writeWholly();

globalThis.console = new Console(process.stderr, process.stderr);

/** Writes to stderr for as long as somebody reads it. */
export function writeToStderr(text: string): void {
  if (!stderrGone) process.stderr.write(text);
}

/** Why stdout could not be written; undefined where all was written, or its reader has gone. */
export function outputFailure(): Error | undefined {
  return failure;
}

/** Whether this error of stdout says that nobody reads it any more, and not that a disk refused. */
export function isReaderGone(error: unknown): boolean {
  if (hasCode(error, 'EIO')) return process.stdout.isTTY;
  return hasCode(error, 'EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED');
}

function noteFailure(error: Error): void {
  if (!isReaderGone(error)) failure ??= error;
}

/** Whether it is a file or a device, which Node writes to synchronously. */
function isFile(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() || (stats.isCharacterDevice() && !process.stdout.isTTY);
  } catch {
    return false;
  }
}

/**
 * A disk that becomes full takes a part of a write and reports no error. Node's stream would go on
 * as if it had taken all; the write of the rest says what is wrong.
 */
function writeWholly(): void {
  process.stdout._write = (chunk: Uint8Array, _encoding, done) => {
    try {
      for (let written = 0; written < chunk.length; ) {
        written += writeSync(STDOUT, chunk, written);
      }
      done();
    } catch (error) {
      const refused = error instanceof Error ? error : new Error(messageOf(error));
      noteFailure(refused);
      done(refused);
    }
  };
}
