import type { Turn, TurnProcess, UnfinishedTurn } from './conversation.ts';

/** This process among others, as the turns in a shared folder name them. */
export interface ProcessIdentity extends TurnProcess {
  /**
   * When this machine was started, by its present clock: for turns that do not name the boot. No
   * process of before then is alive.
   */
  readonly bootedAt: Date;
  /** Whether a process of this machine is there. */
  readonly isAlive: (processId: number) => boolean;
  /** When a process of this machine was started, as in {@link TurnProcess}; undefined: not known. */
  readonly startOf?: (processId: number) => number | undefined;
}

/** A process of another machine cannot be looked for: its turns count as running for so long. */
const FOREIGN_HOST_MS = 60 * 60 * 1000;

/** Whether a turn without an end is being answered by another process now. */
export function runsElsewhere(
  turn: UnfinishedTurn & Pick<Turn, 'stopReason'>,
  self: ProcessIdentity,
  now: Date,
): boolean {
  if (turn.stopReason !== undefined || turn.process === undefined) return false;
  const { id, host, bootId, startedAt } = turn.process;
  const begun = Date.parse(turn.createdAt);
  if (host !== self.host) return now.getTime() - begun < FOREIGN_HOST_MS;
  if (id === self.id || !self.isAlive(id)) return false;
  // The clock may have been set since, and no time of it says which boot this was.
  const isOfThisBoot =
    bootId === undefined || self.bootId === undefined
      ? begun >= self.bootedAt.getTime()
      : bootId === self.bootId;
  if (!isOfThisBoot) return false;
  const started = startedAt === undefined ? undefined : self.startOf?.(id);
  return started === undefined || started === startedAt;
}

/** Whether a process that answers a turn is known to be that one, and not another of its number. */
export function isIdentified({ process }: UnfinishedTurn, self: ProcessIdentity): boolean {
  if (process === undefined || process.host !== self.host) return false;
  const { id, startedAt } = process;
  return startedAt !== undefined && self.startOf?.(id) === startedAt;
}
