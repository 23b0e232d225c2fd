/**
 * npm hands SIGINT and SIGTERM on to what it started, and a terminal sends Ctrl-C to the whole group
 * itself. Of two that come this close together under npm the second one is an echo.
 */
const ECHO_MS = 250;

/** The signals that ask a process to end. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndingSignal = (typeof ENDING_SIGNALS)[number];

const EXIT_CODES: Readonly<Record<EndingSignal, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

/** The exit code of a process that a signal ended. */
export function exitCodeOf(signal: EndingSignal): number {
  return EXIT_CODES[signal];
}

/**
 * Calls the listener for each of these signals, once for a signal that comes twice because npm
 * handed it on. The signals no longer end the process by themselves.
 *
 * @returns what ends the listening.
 */
export function onSignal(
  signals: readonly EndingSignal[],
  listener: (signal: EndingSignal) => void,
): () => void {
  const echo = startedByNpm() ? ECHO_MS : 0;
  let last = Number.NEGATIVE_INFINITY;
  const hear = (signal: EndingSignal) => {
    const isEcho = performance.now() - last < echo;
    last = performance.now();
    if (!isEcho) listener(signal);
  };
  for (const signal of signals) process.on(signal, hear);
  return () => {
    for (const signal of signals) process.off(signal, hear);
  };
}

/** Resolves with the first of these signals; the next one ends the process at once. */
export function firstSignal(signals: readonly EndingSignal[]): Promise<EndingSignal> {
  return new Promise((resolve) => {
    let asked = false;
    onSignal(signals, (signal) => {
      if (asked) process.exit(exitCodeOf(signal));
      asked = true;
      resolve(signal);
    });
  });
}

/** Aborts with the first Ctrl-C; the second one ends the process at once. */
export function interrupted(): AbortSignal {
  const abort = new AbortController();
  void firstSignal(['SIGINT']).then(() => abort.abort());
  return abort.signal;
}

function startedByNpm(): boolean {
  return process.env.npm_lifecycle_event !== undefined;
}
