import { readFileSync } from 'node:fs';

/** Clock ticks of /proc/PID/stat in a second; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Milliseconds of CPU time that a process has used so far. Linux only. */
export function cpuMilliseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The program's name stands in parentheses and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Megabytes that a process holds now (`VmRSS`) or held at most (`VmHWM`). Linux only. */
export function memoryMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status);
  if (!line) throw new Error(`/proc/${pid}/status has no ${field}`);
  return Number(line[1]) / 1024;
}
