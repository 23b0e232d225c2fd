import { hostname, uptime } from 'node:os';
import { bootId, isProcessAlive, processStat } from '../programs/processInfo.ts';
import type { ProcessIdentity } from '../store/liveness.ts';

/** This process, as the others on its data folder know it. */
export function processIdentity(): ProcessIdentity {
  return {
    id: process.pid,
    host: hostname(),
    bootedAt: new Date(Date.now() - uptime() * 1000),
    bootId: bootId(),
    startedAt: processStat(process.pid)?.startedAt,
    isAlive: (id) => isProcessAlive(id) && !processStat(id)?.hasEnded,
    startOf: (id) => processStat(id)?.startedAt,
  };
}
