import type {
  ChatEditParams,
  ChatRetryParams,
  ChatSendResult,
  ConversationChanged,
  ConversationSummary,
  InspectedCall,
  RunningTurn,
} from '@condenser/protocol';
import { CondenserError, isError } from '../errors.ts';
import type { CancelRequests } from '../store/cancelRequests.ts';
import {
  type Conversation,
  type FileSummary,
  summarize,
  type Turn,
} from '../store/conversation.ts';
import type { Drafts } from '../store/drafts.ts';
import type { ProcessIdentity } from '../store/liveness.ts';
import { ClientTurnIds, requireSameRequest, turnOfRequest } from './clientTurnIds.ts';
import type { EventHub } from './eventHub.ts';
import { ForeignTurns } from './foreignTurns.ts';
import { conversationIdFor, newTurn, type TurnDefaults, type TurnRequest } from './newTurn.ts';
import type { TurnDependencies } from './turnDependencies.ts';
import { TurnRun, toResult } from './turnRun.ts';

/** What this room stands on. */
export interface ConversationsDependencies extends TurnDependencies {
  readonly defaults: () => TurnDefaults;
  readonly changes: EventHub<ConversationChanged>;
  readonly drafts: Pick<Drafts, 'sent'>;
  readonly self: ProcessIdentity;
  readonly cancelRequests: CancelRequests;
  readonly clock: () => Date;
  readonly newId: () => string;
}

interface Running {
  readonly run: TurnRun;
  readonly result: Promise<ChatSendResult>;
}

/** A turn from the first moment on, and what stops it. */
interface Sending {
  readonly params: TurnRequest;
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
  readonly foreign: ForeignTurns;
  private readonly clientTurnIds: ClientTurnIds;
  private stopWatching: (() => void) | undefined;

  constructor(dependencies: ConversationsDependencies) {
    this.dependencies = dependencies;
    this.foreign = new ForeignTurns(dependencies);
    this.clientTurnIds = new ClientTurnIds(dependencies.store);
  }

  /**
   * Asks a question; resolves once its answer is saved. The same clientTurnId again gives the same
   * turn. An abort of the signal, of whichever of these calls, stops the turn and keeps what was
   * said.
   *
   * @throws `notFound`, `turnRunning`, `clientTurnIdReused`: nothing was saved then.
   */
  async send(params: TurnRequest, signal?: AbortSignal): Promise<ChatSendResult> {
    const {
      abort,
      result,
      params: first,
    } = this.sending.get(params.clientTurnId) ?? this.begin(params);
    requireSameRequest(first, params);
    const stop = () => abort.abort();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    return result.finally(() => signal?.removeEventListener('abort', stop));
  }

  /** Another answer to the question of a turn, beside the one it has. */
  async retry(params: ChatRetryParams, signal?: AbortSignal): Promise<ChatSendResult> {
    const { text, context, strategy, options } = await this.turnOf(params);
    return this.another({ strategy, options, ...params, text, context }, signal);
  }

  /** A changed question in the place of an earlier one: the conversation branches there. */
  async edit(params: ChatEditParams, signal?: AbortSignal): Promise<ChatSendResult> {
    const { context, strategy, options } = await this.turnOf(params);
    return this.another({ strategy, options, context, ...params }, signal);
  }

  /**
   * Stops a turn, whichever process on the data folder answers it, and resolves when it has ended.
   * One that has ended is left as it is.
   *
   * @throws `notFound`; `notSaved` when the process that answers it cannot be asked.
   */
  async cancel(conversationId: string, turnId: string): Promise<void> {
    const running = this.running.get(conversationId);
    if (running && running.run.turn.turnId === turnId) {
      running.run.cancel();
      await running.result.catch(() => undefined);
      return;
    }
    const turn = await this.turnOf({ conversationId, turnId });
    if (this.foreign.runs(turn)) await this.foreign.stop(conversationId, turnId);
  }

  /**
   * The exact calls of a turn.
   *
   * @throws `notFound` for a conversation or a turn that is not there.
   */
  async inspect(conversationId: string, turnId: string): Promise<InspectedCall[]> {
    const conversation = await this.existing(conversationId);
    if (!conversation.turns.has(turnId))
      throw new CondenserError('notFound', { what: 'turn', id: turnId });
    const { inspections, wording } = this.dependencies;
    return inspections.calls(turnId, wording());
  }

  /** Whether a turn is being answered, here or by another process. */
  runs(turn: Turn): boolean {
    const here = [...this.running.values()].some(({ run }) => run.turn.turnId === turn.turnId);
    return here || this.foreign.runs(turn);
  }

  /** Stops what runs in a conversation and resolves when it has ended. */
  async stop(conversation: Conversation): Promise<void> {
    const running = this.running.get(conversation.conversationId);
    running?.run.cancel();
    await running?.result.catch(() => undefined);
    await this.foreign.stopAll(conversation);
  }

  /** A conversation as a list shows it. */
  summary(conversation: Conversation): ConversationSummary {
    return this.listed(summarize(conversation));
  }

  /** The same, of what its file says. */
  listed(summary: FileSummary): ConversationSummary {
    const { damage, unfinished: _unfinished, ...rest } = summary;
    const running = this.running.has(summary.conversationId) || this.foreign.runsIn(summary);
    if (damage === undefined) return { ...rest, running };
    const message = this.dependencies.wording().conversations.damage(damage);
    return { ...rest, running, damaged: { kind: damage.kind, message } };
  }

  /** The turns that are being answered here now, of one project where one is named. */
  runningTurns(workspaceUri?: string): RunningTurn[] {
    return [...this.running.values()]
      .map(({ run }) => run)
      .filter(
        ({ conversation }) =>
          (workspaceUri ?? conversation.workspaceUri) === conversation.workspaceUri,
      )
      .map((run) => run.progress());
  }

  /** Stops every turn and resolves when all are saved. */
  async stopAll(): Promise<void> {
    const all = [...this.sending.values()];
    for (const { abort } of all) abort.abort();
    await Promise.allSettled(all.map(({ result }) => result));
  }

  private begin(params: TurnRequest): Sending {
    const abort = new AbortController();
    const result = this.start(params, abort.signal).finally(() => {
      this.sending.delete(params.clientTurnId);
    });
    const sending = { params, abort, result };
    this.sending.set(params.clientTurnId, sending);
    return sending;
  }

  private async start(params: TurnRequest, signal: AbortSignal): Promise<ChatSendResult> {
    await this.clientTurnIds.requireNotElsewhere(params);
    const { conversation, isNew } = await this.conversationFor(params);
    const known = turnOfRequest(conversation, params);
    if (known && !this.runs(known)) {
      return toResult(conversation, known, this.dependencies.wording());
    }
    const busy = this.running.get(conversation.conversationId)?.run.turn ?? known;
    if (busy) throw new CondenserError('turnRunning', { turnId: busy.turnId });
    const turn = this.newTurn(conversation, params);
    const run = new TurnRun(conversation, turn, params, this.dependencies);
    const saved = this.dependencies.store.saveQuestion(conversation, turn).catch((error) => {
      // What the disk refuses is still answered; the person is told.
      if (!isError(error, 'notSaved')) throw error;
      run.noteNotSaved(error);
    });
    const result = saved
      .then(() => this.forgetDraft(params))
      .then(() => this.takeOutOfTrash(conversation))
      .then(() => this.runToEnd(run, signal, isNew));
    // Entered before the first await, so that no second turn can start meanwhile.
    this.enter(conversation.conversationId, { run, result });
    this.clientTurnIds.note(params, conversation);
    try {
      return await result;
    } finally {
      this.leave(conversation.conversationId);
      void this.tell(conversation, 'updated');
    }
  }

  /** While a turn runs here, other processes may have it stopped. */
  private enter(conversationId: string, running: Running): void {
    this.running.set(conversationId, running);
    this.stopWatching ??= this.dependencies.cancelRequests.watch((turnId) => {
      for (const { run } of this.running.values())
        if (run.turn.turnId === turnId) this.foreign.stopHere(run);
    });
  }

  private leave(conversationId: string): void {
    this.running.delete(conversationId);
    if (this.running.size > 0) return;
    this.stopWatching?.();
    this.stopWatching = undefined;
  }

  /** What was sent is no draft any more. */
  private async forgetDraft(request: TurnRequest): Promise<void> {
    const { conversationId, workspaceUri, text } = request;
    const owner = conversationId === undefined ? { workspaceUri } : { conversationId };
    await this.dependencies.drafts.sent(owner, text).catch((error) => {
      this.dependencies.logger.warn('A draft that was sent stays', error);
    });
  }

  /** Who goes on with a conversation wants to keep it. */
  private async takeOutOfTrash(conversation: Conversation): Promise<void> {
    if (conversation.deletedAt === undefined) return;
    await this.dependencies.store.change(conversation, { deletedAt: null }).catch((error) => {
      this.dependencies.logger.warn('A conversation stays in the trash', error);
    });
    await this.tell(conversation, 'restored');
  }

  private runToEnd(run: TurnRun, signal: AbortSignal, isNew: boolean): Promise<ChatSendResult> {
    void this.tell(run.conversation, isNew ? 'created' : 'updated');
    if (signal.aborted) run.cancel();
    signal.addEventListener('abort', () => run.cancel(), { once: true });
    return run.run();
  }

  private tell(conversation: Conversation, what: ConversationChanged['what']): Promise<void> {
    const { conversationId } = conversation;
    const summary = this.summary(conversation);
    return this.dependencies.changes.emit({ conversationId, what, conversation: summary });
  }

  private async conversationFor(
    params: TurnRequest,
  ): Promise<{ conversation: Conversation; isNew: boolean }> {
    const { store, clock } = this.dependencies;
    if (params.conversationId !== undefined) {
      return { conversation: await this.existing(params.conversationId), isNew: false };
    }
    if (params.parentTurnId)
      throw new CondenserError('notFound', { what: 'turn', id: params.parentTurnId });
    const conversationId = conversationIdFor(params.clientTurnId);
    const begun = await store.get(conversationId);
    if (begun) return { conversation: begun, isNew: false };
    const { workspaceUri } = params;
    const conversation = store.create({
      conversationId,
      createdAt: clock().toISOString(),
      ...(workspaceUri === undefined ? {} : { workspaceUri }),
    });
    return { conversation, isNew: true };
  }

  /** @throws `notFound` */
  private async existing(conversationId: string): Promise<Conversation> {
    const conversation = await this.dependencies.store.get(conversationId);
    if (!conversation)
      throw new CondenserError('notFound', { what: 'conversation', id: conversationId });
    return conversation;
  }

  /** A version beside a turn; the same clientTurnId again gives the same turn, as with any send. */
  private async another(
    request: TurnRequest & { readonly turnId: string },
    signal: AbortSignal | undefined,
  ): Promise<ChatSendResult> {
    const { parentTurnId } = await this.turnOf(request);
    return this.send({ ...request, versionOf: request.turnId, parentTurnId }, signal);
  }

  private async turnOf(of: { conversationId?: string | undefined; turnId: string }): Promise<Turn> {
    const conversation = await this.existing(of.conversationId ?? '');
    const turn = conversation.turns.get(of.turnId);
    if (turn === undefined) throw new CondenserError('notFound', { what: 'turn', id: of.turnId });
    return turn;
  }

  private newTurn(conversation: Conversation, request: TurnRequest): Turn {
    const { clock, newId, defaults } = this.dependencies;
    const last = conversation.turns.get(conversation.lastTurnId ?? '');
    // What two processes ask at the same moment become branches. A turn whose process may be gone
    // stays part of the conversation.
    const follows =
      last && this.foreign.surelyRuns(last) ? last.parentTurnId : conversation.lastTurnId;
    const given = { turnId: newId(), now: clock(), follows, defaults: defaults() };
    return newTurn(conversation, request, given);
  }
}
