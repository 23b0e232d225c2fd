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

  constructor(dependencies: ForeignTurnsDependencies) {
    this.dependencies = dependencies;
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
        await delay(LOOK_MS, undefined, { ref: false });
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
