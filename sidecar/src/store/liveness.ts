import type { Turn, UnfinishedTurn } from './conversation.ts';
import type { TurnProcess } from './records.ts';

/** This process, and how to find out about the others that share its data folder. */
export interface ProcessIdentity extends TurnProcess {
  /**
   * When this host was booted, by its present clock: for turns without a boot id. No earlier process
   * is alive.
   */
  readonly bootedAt: Date;
  /** Whether a process of this host is alive. */
  readonly isAlive: (processId: number) => boolean;
  /** When a process of this host was started, as in {@link TurnProcess}; undefined if unknown. */
  readonly startOf?: (processId: number) => number | undefined;
}

/** A process of another host cannot be checked: its turns count as running for this long. */
const MAX_FOREIGN_TURN_MS = 60 * 60 * 1000;

/** Whether another process is answering a turn now. */
export function runsElsewhere(
  turn: UnfinishedTurn & Pick<Turn, 'stopReason'>,
  self: ProcessIdentity,
  now: Date,
): boolean {
  if (turn.stopReason !== undefined || turn.process === undefined) return false;
  const { id, host, bootId, startedAt } = turn.process;
  const createdAtMs = Date.parse(turn.createdAt);
  if (host !== self.host) return now.getTime() - createdAtMs < MAX_FOREIGN_TURN_MS;
  if (id === self.id || !self.isAlive(id)) return false;
  // A boot id is certain; a time is not, as the clock may have been set since.
  const isSameBoot =
    bootId === undefined || self.bootId === undefined
      ? createdAtMs >= self.bootedAt.getTime()
      : bootId === self.bootId;
  if (!isSameBoot) return false;
  const started = startedAt === undefined ? undefined : self.startOf?.(id);
  return started === undefined || started === startedAt;
}

/** Whether the process of a turn is certainly alive, and its id was not reused. */
export function isIdentified({ process }: UnfinishedTurn, self: ProcessIdentity): boolean {
  if (process === undefined || process.host !== self.host) return false;
  const { id, startedAt } = process;
  return startedAt !== undefined && self.startOf?.(id) === startedAt;
}
