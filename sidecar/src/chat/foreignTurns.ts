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

/** How often the file is looked at for the end of a turn. */
const LOOK_MS = 100;
/** Who deletes a conversation does not wait longer for an answer that another process gives. */
const PATIENCE_MS = 5_000;
/**
 * A process that is only perhaps the one that answers has so long to say a word more, or to stop. One
 * that is there stops at once.
 */
const SILENT_LOOKS = 10_000 / LOOK_MS;

/** What is needed to know of other processes. */
export interface ForeignTurnsDependencies {
  readonly self: ProcessIdentity;
  readonly clock: () => Date;
  readonly store: Pick<ConversationStore, 'get'>;
  readonly cancelRequests: Pick<CancelRequests, 'add' | 'remove'>;
  /** Waits until it is time to look again; 100 ms where nothing else is given. */
  readonly pause?: () => Promise<void>;
}

/** The turns that other processes on the same data folder are answering. */
export class ForeignTurns {
  private readonly dependencies: ForeignTurnsDependencies;
  /** Turns of this process that other processes had stopped. */
  private readonly stoppedHere = new Set<string>();
  /** Turns whose process did not react to a stop, and may never have been there. */
  private readonly givenUp = new Set<string>();

  constructor(dependencies: ForeignTurnsDependencies) {
    this.dependencies = dependencies;
  }

  /** Stops a turn of this process because another one asks for it. */
  stopHere(run: { readonly turn: Pick<Turn, 'turnId'>; cancel(): void }): void {
    this.stoppedHere.add(run.turn.turnId);
    run.cancel();
  }

  /** Whether another process had this turn stopped, which ran here. */
  hadStopped(turnId: string): boolean {
    return this.stoppedHere.has(turnId);
  }

  /** Whether another process is answering it. */
  runs(turn: UnfinishedTurn & Pick<Turn, 'stopReason'>): boolean {
    const { self, clock } = this.dependencies;
    return runsElsewhere(turn, self, clock()) && !this.givenUp.has(keyOf(turn));
  }

  /** Whether another process is answering it, as surely as this system can tell. */
  surelyRuns(turn: Turn): boolean {
    const { self } = this.dependencies;
    return this.runs(turn) && (self.startedAt === undefined || isIdentified(turn, self));
  }

  /** Whether another process is answering a turn of the conversation. */
  runsIn({ unfinished }: FileSummary): boolean {
    return unfinished.some((turn) => this.runs(turn));
  }

  /**
   * Has the process that answers the turn stop it. Resolves once the turn has ended, its process
   * has gone, or the signal says that nobody waits any more. A process that is not known to be the
   * one that answers is given up when it says nothing more: the turn counts as interrupted then.
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

  /** Has all turns of a conversation stopped, as far as that does not take long. */
  async stopAll(conversation: Conversation): Promise<void> {
    const { conversationId } = conversation;
    const turns = turnsInOrder(conversation).filter((turn) => this.runs(turn));
    const patience = AbortSignal.timeout(PATIENCE_MS);
    await Promise.allSettled(
      turns.map(({ turnId }) => this.stop(conversationId, turnId, patience)),
    );
  }

  private async ended(conversationId: string, turnId: string, signal?: AbortSignal): Promise<void> {
    const { self, store, pause = pauseBetweenLooks } = this.dependencies;
    let length = -1;
    let silentLooks = 0;
    while (!signal?.aborted) {
      const conversation = await store.get(conversationId);
      const turn = conversation?.turns.get(turnId);
      if (turn === undefined || !this.runs(turn)) return;
      const before = length;
      length = turn.answer.length + turn.thinking.length;
      silentLooks = length === before && !isIdentified(turn, self) ? silentLooks + 1 : 0;
      if (silentLooks > SILENT_LOOKS) this.givenUp.add(keyOf(turn));
      else await pause();
    }
  }
}

/** Keeps the process: a command that waits for this has nothing else to keep it. */
function pauseBetweenLooks(): Promise<void> {
  return delay(LOOK_MS);
}

/** What a turn is told from others by, in a list too. */
function keyOf({ createdAt, process }: UnfinishedTurn): string {
  return JSON.stringify([createdAt, process?.host, process?.id]);
}
