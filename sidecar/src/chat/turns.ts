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
import type { ConversationStore } from '../store/conversationStore.ts';
import type { Drafts } from '../store/drafts.ts';
import type { ProcessIdentity } from '../store/liveness.ts';
import type { EventHub } from './events.ts';
import { toResult } from './events.ts';
import { OtherProcesses } from './otherProcesses.ts';
import {
  ClientTurnIds,
  conversationIdFor,
  newTurn,
  requireSameRequest,
  type TurnDefaults,
  type TurnRequest,
  turnOfRequest,
} from './turnRequest.ts';
import { type TurnDependencies, TurnRun } from './turnRun.ts';

/** The dependencies of {@link Turns}. */
export interface TurnsDependencies extends TurnDependencies {
  readonly store: ConversationStore;
  readonly defaults: () => TurnDefaults;
  readonly changes: EventHub<ConversationChanged>;
  readonly drafts: Pick<Drafts, 'removeSent'>;
  readonly self: ProcessIdentity;
  readonly cancelRequests: CancelRequests;
  readonly clock: () => Date;
  readonly newId: () => string;
}

interface Running {
  readonly run: TurnRun;
  readonly result: Promise<ChatSendResult>;
}

/** A request from the moment it arrives, and the controller that cancels it. */
interface Sending {
  readonly request: TurnRequest;
  readonly abort: AbortController;
  readonly result: Promise<ChatSendResult>;
}

/** The turns of all conversations: conversations run side by side, each with one turn at a time. */
export class Turns {
  private readonly dependencies: TurnsDependencies;
  /** By conversation. */
  private readonly runs = new Map<string, Running>();
  /** By the client's turn id, so that a request that is sent again finds its turn. */
  private readonly sending = new Map<string, Sending>();
  private readonly clientTurnIds: ClientTurnIds;
  readonly otherProcesses: OtherProcesses;
  private stopWatching: (() => void) | undefined;

  constructor(dependencies: TurnsDependencies) {
    this.dependencies = dependencies;
    this.otherProcesses = new OtherProcesses(dependencies);
    this.clientTurnIds = new ClientTurnIds(dependencies.store);
  }

  /**
   * Asks a question; resolves when the answer is saved. The same clientTurnId again gives the same
   * turn. Aborting the signal of any of these calls cancels the turn; its partial answer is saved.
   *
   * @throws `notFound`, `turnRunning`, `clientTurnIdReused`; then nothing was saved.
   */
  async send(request: TurnRequest, signal?: AbortSignal): Promise<ChatSendResult> {
    const sending = this.sending.get(request.clientTurnId) ?? this.begin(request);
    requireSameRequest(sending.request, request);
    const cancel = () => sending.abort.abort();
    if (signal?.aborted) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    return sending.result.finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** Another answer to the question of a turn, beside the one it has. */
  async retry(params: ChatRetryParams, signal?: AbortSignal): Promise<ChatSendResult> {
    const { text, context, strategy, options } = await this.turnOf(params);
    return this.sendVersion({ strategy, options, ...params, text, context }, signal);
  }

  /** A changed question in place of an earlier one: the conversation branches there. */
  async edit(params: ChatEditParams, signal?: AbortSignal): Promise<ChatSendResult> {
    const { context, strategy, options } = await this.turnOf(params);
    return this.sendVersion({ strategy, options, context, ...params }, signal);
  }

  /**
   * Cancels a turn, whichever process on the data folder answers it, and resolves when it has
   * ended. A turn that has already ended is left as it is.
   *
   * @throws `notFound`; `notSaved` when the process that answers it cannot be told.
   */
  async cancel(conversationId: string, turnId: string): Promise<void> {
    const running = this.runs.get(conversationId);
    if (running && running.run.turn.turnId === turnId) {
      running.run.cancel();
      await running.result.catch(() => undefined);
      return;
    }
    const turn = await this.turnOf({ conversationId, turnId });
    if (this.otherProcesses.isAnswering(turn)) {
      await this.otherProcesses.stop(conversationId, turnId);
    }
  }

  /**
   * The exact model calls of a turn.
   *
   * @throws `notFound` for an unknown conversation or turn.
   */
  async inspect(conversationId: string, turnId: string): Promise<InspectedCall[]> {
    const conversation = await this.requireConversation(conversationId);
    if (!conversation.turns.has(turnId))
      throw new CondenserError('notFound', { what: 'turn', id: turnId });
    const { inspector, wording } = this.dependencies;
    return inspector.calls(turnId, wording());
  }

  /** Whether this process or another one is answering the turn. */
  isRunning(turn: Turn): boolean {
    const here = [...this.runs.values()].some(({ run }) => run.turn.turnId === turn.turnId);
    return here || this.otherProcesses.isAnswering(turn);
  }

  /** Cancels the running turns of a conversation and resolves when they have ended. */
  async stop(conversation: Conversation): Promise<void> {
    const running = this.runs.get(conversation.conversationId);
    running?.run.cancel();
    await running?.result.catch(() => undefined);
    await this.otherProcesses.stopAll(conversation);
  }

  /** A conversation as a list shows it. */
  summary(conversation: Conversation): ConversationSummary {
    return this.fromFile(summarize(conversation));
  }

  /** A conversation as a list shows it, from the summary of its file. */
  fromFile(summary: FileSummary): ConversationSummary {
    const { damage, unfinished: _unfinished, ...rest } = summary;
    const here = this.runs.has(summary.conversationId);
    const running = here || this.otherProcesses.isAnsweringIn(summary);
    if (damage === undefined) return { ...rest, running };
    const message = this.dependencies.wording().conversations.damage(damage);
    return { ...rest, running, damaged: { kind: damage.kind, message } };
  }

  /** Tells all subscribers that a conversation has changed; returns its new summary. */
  async announce(
    conversation: Conversation,
    what: ConversationChanged['what'],
  ): Promise<ConversationSummary> {
    const { conversationId } = conversation;
    const summary = this.summary(conversation);
    await this.dependencies.changes.emit({ conversationId, what, conversation: summary });
    return summary;
  }

  /** @throws `notFound` */
  async requireConversation(conversationId: string): Promise<Conversation> {
    const conversation = await this.dependencies.store.get(conversationId);
    if (!conversation)
      throw new CondenserError('notFound', { what: 'conversation', id: conversationId });
    return conversation;
  }

  /** The turns that this process is answering now; of one project where a workspace is given. */
  running(workspaceUri?: string): RunningTurn[] {
    return [...this.runs.values()]
      .map(({ run }) => run)
      .filter(({ conversation: { workspaceUri: uri } }) => (workspaceUri ?? uri) === uri)
      .map((run) => run.progress());
  }

  /** Cancels every turn and resolves when all are saved. */
  async stopAll(): Promise<void> {
    const all = [...this.sending.values()];
    for (const { abort } of all) abort.abort();
    await Promise.allSettled(all.map(({ result }) => result));
  }

  private begin(request: TurnRequest): Sending {
    const abort = new AbortController();
    const result = this.start(request, abort.signal).finally(() => {
      this.sending.delete(request.clientTurnId);
    });
    const sending = { request, abort, result };
    this.sending.set(request.clientTurnId, sending);
    return sending;
  }

  private async start(request: TurnRequest, signal: AbortSignal): Promise<ChatSendResult> {
    await this.clientTurnIds.requireNotElsewhere(request);
    const { conversation, isNew } = await this.conversationFor(request);
    const known = turnOfRequest(conversation, request);
    if (known && !this.isRunning(known)) {
      return toResult(conversation, known, this.dependencies.wording());
    }
    const busy = this.runs.get(conversation.conversationId)?.run.turn ?? known;
    if (busy) throw new CondenserError('turnRunning', { turnId: busy.turnId });
    const turn = this.newTurn(conversation, request);
    const run = new TurnRun(conversation, turn, request, this.dependencies);
    const saved = this.dependencies.store.saveQuestion(conversation, turn).catch((error) => {
      // A question that cannot be saved is answered all the same, with a notice.
      if (!isError(error, 'notSaved')) throw error;
      run.noteNotSaved(error);
    });
    const result = saved
      .then(() => this.removeDraft(request))
      .then(() => this.takeOutOfTrash(conversation))
      .then(() => this.runToEnd(run, signal, isNew));
    // Registered before the first await, so that no second turn can start in the meantime.
    this.register(conversation.conversationId, { run, result });
    this.clientTurnIds.remember(request, conversation);
    try {
      return await result;
    } finally {
      this.unregister(conversation.conversationId);
      void this.announce(conversation, 'updated');
    }
  }

  /** Cancel requests of other processes are watched for while a turn runs here. */
  private register(conversationId: string, running: Running): void {
    this.runs.set(conversationId, running);
    this.stopWatching ??= this.dependencies.cancelRequests.watch((turnId) => {
      for (const { run } of this.runs.values())
        if (run.turn.turnId === turnId) this.otherProcesses.cancelHere(run);
    });
  }

  private unregister(conversationId: string): void {
    this.runs.delete(conversationId);
    if (this.runs.size > 0) return;
    this.stopWatching?.();
    this.stopWatching = undefined;
  }

  private async removeDraft(request: TurnRequest): Promise<void> {
    const { conversationId, workspaceUri, text } = request;
    const owner = conversationId === undefined ? { workspaceUri } : { conversationId };
    await this.dependencies.drafts.removeSent(owner, text).catch((error) => {
      this.dependencies.logger.warn('A draft that was sent could not be removed', error);
    });
  }

  /** A user who goes on with a deleted conversation wants to keep it. */
  private async takeOutOfTrash(conversation: Conversation): Promise<void> {
    if (conversation.deletedAt === undefined) return;
    await this.dependencies.store.change(conversation, { deletedAt: null }).catch((error) => {
      this.dependencies.logger.warn('A conversation could not be taken out of the trash', error);
    });
    await this.announce(conversation, 'restored');
  }

  private runToEnd(run: TurnRun, signal: AbortSignal, isNew: boolean): Promise<ChatSendResult> {
    void this.announce(run.conversation, isNew ? 'created' : 'updated');
    if (signal.aborted) run.cancel();
    signal.addEventListener('abort', () => run.cancel(), { once: true });
    return run.run();
  }

  private async conversationFor(
    request: TurnRequest,
  ): Promise<{ conversation: Conversation; isNew: boolean }> {
    const { store, clock } = this.dependencies;
    if (request.conversationId !== undefined) {
      return { conversation: await this.requireConversation(request.conversationId), isNew: false };
    }
    if (request.parentTurnId)
      throw new CondenserError('notFound', { what: 'turn', id: request.parentTurnId });
    const conversationId = conversationIdFor(request.clientTurnId);
    const started = await store.get(conversationId);
    if (started) return { conversation: started, isNew: false };
    const createdAt = clock().toISOString();
    const { workspaceUri } = request;
    return { conversation: store.create({ conversationId, createdAt, workspaceUri }), isNew: true };
  }

  /** Sends another version of a turn. The same clientTurnId again gives the same turn here too. */
  private async sendVersion(
    request: TurnRequest & { readonly turnId: string },
    signal: AbortSignal | undefined,
  ): Promise<ChatSendResult> {
    const { parentTurnId } = await this.turnOf(request);
    return this.send({ ...request, versionOf: request.turnId, parentTurnId }, signal);
  }

  private async turnOf(of: { conversationId?: string | undefined; turnId: string }): Promise<Turn> {
    const conversation = await this.requireConversation(of.conversationId ?? '');
    const turn = conversation.turns.get(of.turnId);
    if (turn === undefined) throw new CondenserError('notFound', { what: 'turn', id: of.turnId });
    return turn;
  }

  private newTurn(conversation: Conversation, request: TurnRequest): Turn {
    const { clock, newId, defaults } = this.dependencies;
    const last = conversation.turns.get(conversation.lastTurnId ?? '');
    // Questions that two processes ask at the same time become branches. A turn whose process may
    // be gone stays part of the conversation.
    const follows =
      last && this.otherProcesses.isSurelyAnswering(last)
        ? last.parentTurnId
        : conversation.lastTurnId;
    const given = { turnId: newId(), now: clock(), follows, defaults: defaults() };
    return newTurn(conversation, request, given);
  }
}
