import { hasCode } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';

/**
 * npm forwards SIGINT and SIGTERM to its child, and a terminal sends Ctrl-C to the whole process
 * group. Under npm, a second signal within this time is the forwarded copy of the first.
 */
const FORWARDED_SIGNAL_MS = 250;

/** The signals that ask a process to end. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndingSignal = (typeof ENDING_SIGNALS)[number];

const EXIT_CODES: Readonly<Record<EndingSignal, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

/** The exit code of a process that was ended by this signal. */
export function exitCodeOf(signal: EndingSignal): number {
  return EXIT_CODES[signal];
}

/**
 * Calls the listener for each of these signals, and once for a signal that npm forwarded. The
 * signals no longer end the process by themselves.
 *
 * @returns a function that removes the listener.
 */
export function onSignal(
  signals: readonly EndingSignal[],
  listener: (signal: EndingSignal) => void,
): () => void {
  const window = isStartedByNpm() ? FORWARDED_SIGNAL_MS : 0;
  let last = Number.NEGATIVE_INFINITY;
  const handle = (signal: EndingSignal) => {
    const isForwarded = performance.now() - last < window;
    last = performance.now();
    if (!isForwarded) listener(signal);
  };
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}

/** Resolves with the first of these signals; the next one ends the process at once. */
export function firstSignal(signals: readonly EndingSignal[]): Promise<EndingSignal> {
  return new Promise((resolve) => {
    let isEnding = false;
    onSignal(signals, (signal) => {
      if (isEnding) process.exit(exitCodeOf(signal));
      isEnding = true;
      resolve(signal);
    });
  });
}

/** A signal that aborts on the first Ctrl-C; the second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const abort = new AbortController();
  void firstSignal(['SIGINT']).then(() => abort.abort());
  return abort.signal;
}

/**
 * Keeps a long-running process alive after an uncaught error: the error is logged, and all other
 * requests and turns continue.
 *
 * @returns a function that removes the handlers: an error while a command ends must end the process.
 */
export function surviveErrors(logger: Logger): () => void {
  const onException = (error: unknown) => {
    // The reader of stderr is gone: logging the error there would fail again, without end.
    if (hasCode(error, 'EPIPE')) return;
    logger.error('Uncaught error; the process continues', error);
  };
  process.on('uncaughtException', onException);
  process.on('unhandledRejection', onException);
  return () => {
    process.off('uncaughtException', onException);
    process.off('unhandledRejection', onException);
  };
}

function isStartedByNpm(): boolean {
  return process.env.npm_lifecycle_event !== undefined;
}
