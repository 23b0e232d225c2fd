import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BenchClient } from './benchClient.ts';
import { memoryMegabytes } from './processFigures.ts';
import { interleaved, type Measured, summarize } from './statistics.ts';

/** Startup, compared to an empty Node program. */
export interface StartupFigures {
  readonly bareNodeMs: Measured;
  readonly initializeMs: Measured;
  readonly startRatio: number;
  readonly bareNodeMegabytes: Measured;
  readonly restMegabytes: Measured;
}

const ROUNDS = 15;

/** The milliseconds from spawn to the first answer, and the idle memory. */
export async function measureStartup(): Promise<StartupFigures> {
  const memory = { bare: [] as number[], sidecar: [] as number[] };
  const { bare, sidecar } = await interleaved(ROUNDS, {
    bare: () => bareNode(memory.bare),
    sidecar: () => initialize(memory.sidecar),
  });
  const bareNodeMs = summarize(bare);
  const initializeMs = summarize(sidecar);
  return {
    bareNodeMs,
    initializeMs,
    startRatio: initializeMs.median / bareNodeMs.median,
    bareNodeMegabytes: summarize(memory.bare),
    restMegabytes: summarize(memory.sidecar),
  };
}

async function bareNode(memory: number[]): Promise<number> {
  const started = performance.now();
  const program = "process.stdout.write('up'); process.stdin.resume()";
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const milliseconds = performance.now() - started;
  if (child.pid !== undefined) memory.push(memoryMegabytes(child.pid, 'VmRSS'));
  child.stdin.end();
  await once(child, 'exit');
  return milliseconds;
}

async function initialize(memory: number[]): Promise<number> {
  const started = performance.now();
  const sidecar = new BenchClient('127.0.0.1:9');
  await sidecar.initialize();
  const milliseconds = performance.now() - started;
  memory.push(memoryMegabytes(sidecar.pid, 'VmRSS'));
  await sidecar.leave();
  return milliseconds;
}
