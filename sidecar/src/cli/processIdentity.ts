import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import type { ProcessIdentity } from '../store/liveness.ts';
import { isProcessAlive } from '../transports/stdio/parentWatch.ts';

/** This process, for those that share the data folder with it. */
export function processIdentity(): ProcessIdentity {
  return {
    id: process.pid,
    host: hostname(),
    bootedAt: new Date(Date.now() - uptime() * 1000),
    bootId: readProc('sys/kernel/random/boot_id')?.trim() || undefined,
    startedAt: statOf(process.pid)?.startedAt,
    isAlive: (id) => isProcessAlive(id) && !statOf(id)?.hasEnded,
    startOf: (id) => statOf(id)?.startedAt,
  };
}

/** What Linux says of a process; undefined elsewhere, and where it says nothing. */
function statOf(processId: number): { startedAt: number; hasEnded: boolean } | undefined {
  // The second field is a name, which may hold spaces and brackets.
  const fields = readProc(`${processId}/stat`)
    ?.replace(/^.*\)\s*/s, '')
    .split(' ');
  const startedAt = Number(fields?.[19]);
  if (!Number.isSafeInteger(startedAt)) return undefined;
  // Its parent has not looked at its end yet.
  return { startedAt, hasEnded: ['Z', 'X'].includes(fields?.[0] ?? '') };
}

function readProc(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return undefined;
  }
}
