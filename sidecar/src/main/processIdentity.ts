import { hostname, uptime } from 'node:os';
import type { ProcessIdentity } from '../conversation/liveness.ts';

/** This process, for those that share the data folder with it. */
export function processIdentity(): ProcessIdentity {
  const bootedAt = new Date(Date.now() - uptime() * 1000);
  return { id: process.pid, host: hostname(), bootedAt, isAlive };
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Somebody else's process is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
