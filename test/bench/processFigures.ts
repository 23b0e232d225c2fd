import { readFileSync } from 'node:fs';

/** Clock ticks per second in /proc/PID/stat; 100 on every Linux that Node supports. */
const TICKS_PER_SECOND = 100;

/** The CPU time of a process in milliseconds. Linux only. */
export function cpuMilliseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The program name in parentheses may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** The current (`VmRSS`) or peak (`VmHWM`) memory of a process in megabytes. Linux only. */
export function memoryMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status);
  if (!line) throw new Error(`/proc/${pid}/status has no ${field}`);
  return Number(line[1]) / 1024;
}
