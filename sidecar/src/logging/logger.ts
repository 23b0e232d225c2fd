/** How much is said: each level includes the ones before it. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the sidecar says what it does. Never a prompt or an answer below `trace`. */
export interface Logger {
  error(message: string, cause?: unknown): void;
  warn(message: string, cause?: unknown): void;
  info(message: string): void;
  debug(message: string): void;
  trace(message: string): void;
  /** Whether a message of this level would be written, for messages that cost something. */
  enabled(level: LogLevel): boolean;
}

/** Whether a log of one level shows messages of another. */
export function includesLevel(level: LogLevel, wanted: LogLevel): boolean {
  return LOG_LEVELS.indexOf(wanted) <= LOG_LEVELS.indexOf(level);
}

/** Writes one line per message: time, level, text, and the cause's message where there is one. */
export function createLogger(
  write: (line: string, level: LogLevel) => void,
  level: () => LogLevel,
  clock: () => Date,
): Logger {
  const enabled = (wanted: LogLevel) => includesLevel(level(), wanted);
  const log = (wanted: LogLevel, message: string, cause?: unknown) => {
    if (!enabled(wanted)) return;
    const because = cause === undefined ? '' : `: ${cause instanceof Error ? cause.stack : cause}`;
    write(`${clock().toISOString()} ${wanted} ${message}${because}\n`, wanted);
  };
  return {
    error: (message, cause) => log('error', message, cause),
    warn: (message, cause) => log('warn', message, cause),
    info: (message) => log('info', message),
    debug: (message) => log('debug', message),
    trace: (message) => log('trace', message),
    enabled,
  };
}
