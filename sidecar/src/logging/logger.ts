/** From the least to the most detailed; each level includes the ones before it. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The log of the sidecar. Contains prompts and answers only at `trace`. */
export interface Logger {
  error(message: string, cause?: unknown): void;
  warn(message: string, cause?: unknown): void;
  info(message: string): void;
  debug(message: string): void;
  trace(message: string): void;
  /** Whether a message of this level would be written, for messages that are costly to build. */
  enabled(level: LogLevel): boolean;
}

/** Whether a log of this level includes messages of another. */
export function includesLevel(level: LogLevel, wanted: LogLevel): boolean {
  return LOG_LEVELS.indexOf(wanted) <= LOG_LEVELS.indexOf(level);
}

/** Writes one line per message: time, level, text, and the stack of the cause, if any. */
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
