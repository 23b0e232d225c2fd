import { setTimeout as delay } from 'node:timers/promises';
import { type Conversation, type FileSummary, type Turn, turnsInOrder } from './conversation.ts';
import type { ConversationStore } from './conversationStore.ts';
import { type ProcessIdentity, runsElsewhere } from './liveness.ts';
import type { CancelRequests } from './store/cancelRequests.ts';

/** How often the file is looked at for the end of a turn. */
const LOOK_MS = 100;
/** Who deletes a conversation does not wait longer for an answer that another process gives. */
const PATIENCE_MS = 5_000;

/** What is needed to know of other processes. */
export interface ForeignTurnsDependencies {
  readonly self: ProcessIdentity;
  readonly clock: () => Date;
  readonly store: Pick<ConversationStore, 'get'>;
  readonly cancelRequests: Pick<CancelRequests, 'add' | 'remove'>;
}

/** The turns that other processes on the same data folder are answering. */
export class ForeignTurns {
  private readonly dependencies: ForeignTurnsDependencies;
  /** Turns of this process that other processes had stopped. */
  private readonly stoppedHere = new Set<string>();

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
  runs(turn: Pick<Turn, 'createdAt' | 'process' | 'stopReason'>): boolean {
    const { self, clock } = this.dependencies;
    return runsElsewhere(turn, self, clock());
  }

  /** Whether another process is answering a turn of the conversation. */
  runsIn({ unfinished }: FileSummary): boolean {
    return unfinished.some((turn) => this.runs(turn));
  }

  /**
   * Has the process that answers the turn stop it. Resolves once the turn has ended, its process
   * has gone, or the signal says that nobody waits any more.
   *
   * @throws NotSavedError when the request cannot be written.
   */
  async stop(conversationId: string, turnId: string, signal?: AbortSignal): Promise<void> {
    const { cancelRequests } = this.dependencies;
    await cancelRequests.add(turnId);
    try {
      while (!signal?.aborted && (await this.isRunning(conversationId, turnId))) {
        // Keeps the process: a command that waits for this has nothing else to keep it.
        await delay(LOOK_MS);
      }
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

  private async isRunning(conversationId: string, turnId: string): Promise<boolean> {
    const conversation = await this.dependencies.store.get(conversationId);
    const turn = conversation?.turns.get(turnId);
    return turn !== undefined && this.runs(turn);
  }
}
