import type { TransferProgress } from '@condenser/protocol';
import { count, shortText } from './untrusted.ts';

/** A progress line of a pull or a create. Any field may be missing or malformed. */
export interface ProgressLine {
  readonly status?: unknown;
  readonly digest?: unknown;
  readonly total?: unknown;
  readonly completed?: unknown;
}

/** The speed is measured over this time. */
const SPEED_WINDOW_MS = 5_000;

interface Part {
  total: number;
  completed: number;
}

/**
 * Adds up the progress of the parts of a transfer. `completed` never decreases: a part that is
 * downloaded again only makes it stand still. Bytes that existed before the first line about a part
 * count as completed, but not for the speed.
 */
export class TransferMeter {
  private readonly now: () => number;
  private readonly parts = new Map<string, Part>();
  private phase: TransferProgress['phase'] = 'preparing';
  private status = '';
  private highest = 0;
  private moved = 0;
  private samples: { at: number; moved: number }[] = [];

  constructor(now: () => number) {
    this.now = now;
  }

  /** Processes a progress line of Ollama. */
  line(line: ProgressLine): void {
    const status = shortText(line.status) ?? '';
    const digest = shortText(line.digest);
    this.phase = phaseOf(status, digest !== undefined);
    this.status = status;
    const total = count(line.total);
    if (digest === undefined || total === undefined || this.phase !== 'transferring') return;
    this.part(digest, total, count(line.completed) ?? 0);
  }

  /** Sets the progress of one part. */
  part(name: string, total: number, completed: number): void {
    const bounded = Math.min(completed, total);
    const known = this.parts.get(name);
    if (known === undefined) {
      this.parts.set(name, { total, completed: bounded });
    } else {
      this.moved += Math.max(0, bounded - known.completed);
      known.total = Math.max(known.total, total);
      known.completed = Math.max(known.completed, bounded);
    }
    this.sample();
  }

  /** Sets the phase where Ollama reports none. */
  enter(phase: TransferProgress['phase'], status: string): void {
    this.phase = phase;
    this.status = status;
  }

  /** Bytes of all known parts that are still missing. */
  get missing(): number {
    const { completed, total } = this.sums();
    return total - completed;
  }

  get progress(): TransferProgress {
    const { completed, total } = this.sums();
    this.highest = Math.max(this.highest, completed);
    const speed = this.phase === 'transferring' ? this.speed() : undefined;
    return {
      phase: this.phase,
      completed: this.highest,
      total: Math.max(total, this.highest),
      bytesPerSecond: speed,
      secondsLeft: speed ? Math.ceil((total - completed) / speed) : undefined,
      status: this.status,
    };
  }

  private sums(): Part {
    const sum = { total: 0, completed: 0 };
    for (const { total, completed } of this.parts.values()) {
      sum.total += total;
      sum.completed += completed;
    }
    return sum;
  }

  private sample(): void {
    const at = this.now();
    this.samples.push({ at, moved: this.moved });
    while (this.samples.length > 2 && at - (this.samples[1]?.at ?? at) >= SPEED_WINDOW_MS) {
      this.samples.shift();
    }
  }

  private speed(): number | undefined {
    const [first] = this.samples;
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return undefined;
    return Math.round(((last.moved - first.moved) / (last.at - first.at)) * 1000);
  }
}

/** The statuses of Ollama 0.17.4 (server/images.go, server/create.go). */
function phaseOf(status: string, hasDigest: boolean): TransferProgress['phase'] {
  if (/^quantizing/i.test(status)) return 'quantizing';
  if (/^verifying/i.test(status)) return 'verifying';
  if (/^(writing|removing|success|creating|using)/i.test(status)) return 'finishing';
  return hasDigest ? 'transferring' : 'preparing';
}
