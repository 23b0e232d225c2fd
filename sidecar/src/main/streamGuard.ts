/**
 * stdout belongs to the protocol and to answers. Libraries log with `console` and not with the
 * logger, so each console method goes to stderr. And a reader of stdout or stderr that has gone
 * must not end the process. Imported before everything else: the order of imports is the
 * order in which modules run.
 */
import { Console } from 'node:console';

let stderrGone = false;

// Without a listener, the next line to a closed pipe (EPIPE) or terminal (EIO) is an uncaught error.
process.stderr.on('error', () => {
  stderrGone = true;
});
// Commands for which the end of stdout means something listen too.
process.stdout.on('error', () => undefined);

globalThis.console = new Console(process.stderr, process.stderr);

/** Writes to stderr for as long as somebody reads it. */
export function writeToStderr(text: string): void {
  if (!stderrGone) process.stderr.write(text);
}
