import type {
  ChatSendParams,
  ChatSendResult,
  InspectedCall,
  RunningTurn,
  Strategy,
} from '@condenser/protocol';
import { NotFoundError, TurnRunningError } from '../errors/index.ts';
import { type Conversation, pathTo, type Turn } from './conversation.ts';
import { type TurnDependencies, TurnRun, toResult } from './turnRun.ts';

/** What this room stands on. */
export interface ConversationsDependencies extends TurnDependencies {
  readonly defaults: () => { readonly model?: string | undefined; readonly strategy: Strategy };
  readonly clock: () => Date;
  readonly newId: () => string;
}

interface Running {
  readonly run: TurnRun;
  readonly result: Promise<ChatSendResult>;
}

/** A turn from the first moment on, and what stops it. */
interface Sending {
  readonly abort: AbortController;
  readonly result: Promise<ChatSendResult>;
}

/** All conversations: many side by side, one turn at a time in each. */
export class Conversations {
  private readonly dependencies: ConversationsDependencies;
  /** By conversation. */
  private readonly running = new Map<string, Running>();
  /** By the client's id of the turn, so that a second send finds it. */
  private readonly sending = new Map<string, Sending>();

  constructor(dependencies: ConversationsDependencies) {
    this.dependencies = dependencies;
  }

  /**
   * Asks a question; resolves once its answer is saved. The same clientTurnId again gives the same
   * turn. An abort of the signal, of whichever of these calls, stops the turn and keeps what was
   * said.
   *
   * @throws NotFoundError, TurnRunningError, or the store's error: nothing was saved then.
   */
  send(params: ChatSendParams, signal?: AbortSignal): Promise<ChatSendResult> {
    const { abort, result } = this.sending.get(params.clientTurnId) ?? this.begin(params);
    const stop = () => abort.abort();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    return result.finally(() => signal?.removeEventListener('abort', stop));
  }

  /** Stops a turn and resolves when it has ended; one that has ended is left as it is. */
  async cancel(conversationId: string, turnId: string): Promise<void> {
    const running = this.running.get(conversationId);
    if (running && running.run.turn.turnId === turnId) {
      running.run.cancel();
      await running.result.catch(() => undefined);
      return;
    }
    const conversation = await this.existing(conversationId);
    if (!conversation.turns.has(turnId)) throw new NotFoundError({ what: 'turn', id: turnId });
  }

  /**
   * The exact calls of a turn.
   *
   * @throws NotFoundError for a conversation or a turn that is not there.
   */
  async inspect(conversationId: string, turnId: string): Promise<InspectedCall[]> {
    const conversation = await this.existing(conversationId);
    if (!conversation.turns.has(turnId)) throw new NotFoundError({ what: 'turn', id: turnId });
    const { inspections, wording } = this.dependencies;
    return inspections.calls(turnId, wording());
  }

  /** The turns that are being answered now. */
  runningTurns(): RunningTurn[] {
    return [...this.running.values()].map(({ run }) => run.progress());
  }

  /** Stops every turn and resolves when all are saved. */
  async stopAll(): Promise<void> {
    const all = [...this.sending.values()];
    for (const { abort } of all) abort.abort();
    await Promise.allSettled(all.map(({ result }) => result));
  }

  private begin(params: ChatSendParams): Sending {
    const abort = new AbortController();
    const result = this.start(params, abort.signal).finally(() => {
      this.sending.delete(params.clientTurnId);
    });
    const sending = { abort, result };
    this.sending.set(params.clientTurnId, sending);
    return sending;
  }

  private async start(params: ChatSendParams, signal: AbortSignal): Promise<ChatSendResult> {
    const known = await this.dependencies.store.findByClientTurnId(params.clientTurnId);
    if (known) return toResult(known.conversation, known.turn);
    const conversation = await this.conversationFor(params);
    const busy = this.running.get(conversation.conversationId);
    if (busy) throw new TurnRunningError({ turnId: busy.run.turn.turnId });
    const turn = this.newTurn(conversation, params);
    const run = new TurnRun(conversation, turn, params, this.dependencies);
    const saved = this.dependencies.store.saveQuestion(conversation, turn);
    const result = saved.then(() => this.runToEnd(run, signal));
    // Entered before the first await, so that no second turn can start meanwhile.
    this.running.set(conversation.conversationId, { run, result });
    try {
      return await result;
    } finally {
      this.running.delete(conversation.conversationId);
    }
  }

  private runToEnd(run: TurnRun, signal: AbortSignal): Promise<ChatSendResult> {
    if (signal.aborted) run.cancel();
    signal.addEventListener('abort', () => run.cancel(), { once: true });
    return run.run();
  }

  private async conversationFor(params: ChatSendParams): Promise<Conversation> {
    const { store, clock, newId } = this.dependencies;
    if (params.conversationId !== undefined) return this.existing(params.conversationId);
    if (params.parentTurnId !== undefined) {
      throw new NotFoundError({ what: 'turn', id: params.parentTurnId });
    }
    return store.create({
      conversationId: newId(),
      createdAt: clock().toISOString(),
      ...(params.workspaceUri === undefined ? {} : { workspaceUri: params.workspaceUri }),
    });
  }

  private async existing(conversationId: string): Promise<Conversation> {
    const conversation = await this.dependencies.store.get(conversationId);
    if (!conversation) throw new NotFoundError({ what: 'conversation', id: conversationId });
    return conversation;
  }

  private newTurn(conversation: Conversation, params: ChatSendParams): Turn {
    const { clock, newId, defaults } = this.dependencies;
    const parentTurnId = params.parentTurnId ?? conversation.lastTurnId;
    if (parentTurnId !== null && !conversation.turns.has(parentTurnId)) {
      throw new NotFoundError({ what: 'turn', id: parentTurnId });
    }
    const { model, strategy } = defaults();
    // A conversation stays with its model until somebody names another.
    const before = pathTo(conversation, parentTurnId).findLast((turn) => turn.model !== undefined);
    const chosen = params.model ?? before?.model ?? model;
    return {
      turnId: newId(),
      clientTurnId: params.clientTurnId,
      parentTurnId,
      createdAt: clock().toISOString(),
      text: params.text,
      context: params.context ?? [],
      strategy: params.strategy ?? strategy,
      ...(params.options === undefined ? {} : { options: params.options }),
      ...(chosen === undefined ? {} : { model: chosen }),
      answer: '',
      thinking: '',
      notices: [],
    };
  }
}
