import { hasCode } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';

/**
 * Keeps a long-running process going after an error that nothing caught: it is logged, and every
 * other request and turn goes on and is saved as before.
 *
 * @returns what undoes it: an error at the end of a command must still end the process.
 */
export function surviveErrors(logger: Logger): () => void {
  const onException = (error: unknown) => {
    // The reader of stderr has gone: to log it there would fail again, and again.
    if (hasCode(error, 'EPIPE')) return;
    logger.error('An unexpected error; the process goes on', error);
  };
  process.on('uncaughtException', onException);
  process.on('unhandledRejection', onException);
  return () => {
    process.off('uncaughtException', onException);
    process.off('unhandledRejection', onException);
  };
}
