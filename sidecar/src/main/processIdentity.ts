import { hostname, uptime } from 'node:os';
import type { ProcessIdentity } from '../conversation/liveness.ts';
import { isProcessAlive } from '../transport/stdio/parentWatch.ts';

/** This process, for those that share the data folder with it. */
export function processIdentity(): ProcessIdentity {
  const bootedAt = new Date(Date.now() - uptime() * 1000);
  return { id: process.pid, host: hostname(), bootedAt, isAlive: isProcessAlive };
}
