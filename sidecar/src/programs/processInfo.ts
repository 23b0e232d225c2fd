import { readFileSync } from 'node:fs';

/** Whether a process with this id exists on this host, whichever user it belongs to. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** What Linux tells about a process. */
export interface ProcessStat {
  /** In system ticks since the boot. */
  readonly startedAt: number;
  /** Whether it has exited, and its parent has not collected its exit code yet. */
  readonly hasEnded: boolean;
}

/** Undefined on other systems, and for a process that cannot be read. */
export function processStat(processId: number): ProcessStat | undefined {
  // The second field is a name, which may contain spaces and parentheses.
  const fields = readProc(`${processId}/stat`)
    ?.replace(/^.*\)\s*/s, '')
    .split(' ');
  const startedAt = Number(fields?.[19]);
  if (!Number.isSafeInteger(startedAt)) return undefined;
  return { startedAt, hasEnded: ['Z', 'X'].includes(fields?.[0] ?? '') };
}

/** The id of the present boot; undefined on systems other than Linux. */
export function bootId(): string | undefined {
  return readProc('sys/kernel/random/boot_id')?.trim() || undefined;
}

function readProc(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return undefined;
  }
}
