import type { Logger as JsonRpcLogger } from 'vscode-jsonrpc';
import type { Logger } from '../logging/logger.ts';

/**
 * Our log for vscode-jsonrpc's own remarks. Behind its first line such a remark may quote the whole
 * message it is about, and no prompt is logged below `trace`.
 */
export function jsonRpcLogger(logger: Logger): JsonRpcLogger {
  const warn = (remark: string) => {
    logger.warn(remark.split('\n', 1).join());
    logger.trace(remark);
  };
  const trace = (remark: string) => logger.trace(remark);
  return { error: warn, warn, info: trace, log: trace };
}
