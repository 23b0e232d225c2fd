import { setTimeout as delay } from 'node:timers/promises';
import type { CancelRequests } from '../store/cancelRequests.ts';
import {
  type Conversation,
  type FileSummary,
  type Turn,
  turnsInOrder,
  type UnfinishedTurn,
} from '../store/conversation.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import { isIdentified, type ProcessIdentity, runsElsewhere } from '../store/liveness.ts';

/** Interval at which the file is read to see whether a turn has ended. */
const POLL_MS = 100;
/** Deleting a conversation waits no longer than this for another process to stop. */
const STOP_ALL_TIMEOUT_MS = 5_000;
/**
 * A process that cannot be identified for certain is given this long to write something or to stop.
 * A process that is alive stops at once.
 */
const MAX_SILENT_POLLS = 10_000 / POLL_MS;

/** The dependencies of {@link OtherProcesses}. */
export interface OtherProcessesDependencies {
  readonly self: ProcessIdentity;
  readonly clock: () => Date;
  readonly store: Pick<ConversationStore, 'get'>;
  readonly cancelRequests: Pick<CancelRequests, 'add' | 'remove'>;
  /** Waits until the next poll; by default 100 ms. */
  readonly pause?: () => Promise<void>;
}

/** The turns that other processes on the same data folder are answering. */
export class OtherProcesses {
  private readonly dependencies: OtherProcessesDependencies;
  /** Turns of this process that another process cancelled. */
  private readonly cancelledHere = new Set<string>();
  /** Turns whose process did not react to a cancel request, and may be dead. */
  private readonly givenUp = new Set<string>();

  constructor(dependencies: OtherProcessesDependencies) {
    this.dependencies = dependencies;
  }

  /** Cancels a turn of this process at the request of another one. */
  cancelHere(run: { readonly turn: Pick<Turn, 'turnId'>; cancel(): void }): void {
    this.cancelledHere.add(run.turn.turnId);
    run.cancel();
  }

  /** Whether another process cancelled this turn, which ran here. */
  cancelled(turnId: string): boolean {
    return this.cancelledHere.has(turnId);
  }

  /** Whether another process is answering the turn. */
  isAnswering(turn: UnfinishedTurn & Pick<Turn, 'stopReason'>): boolean {
    const { self, clock } = this.dependencies;
    return runsElsewhere(turn, self, clock()) && !this.givenUp.has(keyOf(turn));
  }

  /** Whether another process is answering the turn, as surely as this system can tell. */
  isSurelyAnswering(turn: Turn): boolean {
    const { self } = this.dependencies;
    return this.isAnswering(turn) && (self.startedAt === undefined || isIdentified(turn, self));
  }

  /** Whether another process is answering a turn of the conversation. */
  isAnsweringIn({ unfinished }: FileSummary): boolean {
    return unfinished.some((turn) => this.isAnswering(turn));
  }

  /**
   * Asks the process that answers the turn to stop. Resolves when the turn has ended, its process
   * is gone, or the signal is aborted. A process that cannot be identified for certain is given up
   * when it writes nothing more; its turn then counts as interrupted.
   *
   * @throws `notSaved` when the request cannot be written.
   */
  async stop(conversationId: string, turnId: string, signal?: AbortSignal): Promise<void> {
    const { cancelRequests } = this.dependencies;
    await cancelRequests.add(turnId);
    try {
      await this.ended(conversationId, turnId, signal);
    } finally {
      await cancelRequests.remove(turnId);
    }
  }

  /** Stops all turns of a conversation, and waits a few seconds for them to end. */
  async stopAll(conversation: Conversation): Promise<void> {
    const { conversationId } = conversation;
    const turns = turnsInOrder(conversation).filter((turn) => this.isAnswering(turn));
    const timeout = AbortSignal.timeout(STOP_ALL_TIMEOUT_MS);
    await Promise.allSettled(turns.map(({ turnId }) => this.stop(conversationId, turnId, timeout)));
  }

  private async ended(conversationId: string, turnId: string, signal?: AbortSignal): Promise<void> {
    const { self, store, pause = pauseBetweenPolls } = this.dependencies;
    let length = -1;
    let silentPolls = 0;
    while (!signal?.aborted) {
      const conversation = await store.get(conversationId);
      const turn = conversation?.turns.get(turnId);
      if (turn === undefined || !this.isAnswering(turn)) return;
      const before = length;
      length = turn.answer.length + turn.thinking.length;
      silentPolls = length === before && !isIdentified(turn, self) ? silentPolls + 1 : 0;
      if (silentPolls > MAX_SILENT_POLLS) this.givenUp.add(keyOf(turn));
      else await pause();
    }
  }
}

/** A timer that keeps the process alive: a command that waits for this has nothing else to do so. */
function pauseBetweenPolls(): Promise<void> {
  return delay(POLL_MS);
}

/** Identifies a turn, also in a list, where it has no id. */
function keyOf({ createdAt, process }: UnfinishedTurn): string {
  return JSON.stringify([createdAt, process?.host, process?.id]);
}
