import type { Turn, UnfinishedTurn } from './conversation.ts';

/** This process among others, as the turns in a shared folder name them. */
export interface ProcessIdentity {
  readonly id: number;
  readonly host: string;
  /** When this machine was started: no process of before then is alive. */
  readonly bootedAt: Date;
  /** Whether a process of this machine is there. */
  readonly isAlive: (processId: number) => boolean;
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
  const { id, host } = turn.process;
  const begun = Date.parse(turn.createdAt);
  if (host !== self.host) return now.getTime() - begun < FOREIGN_HOST_MS;
  return id !== self.id && begun >= self.bootedAt.getTime() && self.isAlive(id);
}
