import type { ChatEvent, ChatSendResult, Notice, RunningTurn, Usage } from '@condenser/protocol';
import { CondenserError, isError } from '../errors.ts';
import { errorText, toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import type { Conversation, Turn } from '../store/conversation.ts';
import { StoredUsage } from '../store/storedFacts.ts';
import { answerNotices } from './answerNotices.ts';
import type { ChainCall, ChainRequest } from './chain/chainRequest.ts';
import { type Condensed, madeBy } from './chain/condense.ts';
import type { HistoryAwareChain } from './chain/historyAwareChain.ts';
import type { Prompt } from './chain/messages.ts';
import { MAX_REFUSED_IN_A_ROW } from './chain/skipRules.ts';
import { secretNotice } from './contextCheck.ts';
import { historyBefore } from './history.ts';
import type { TurnDependencies } from './turnDependencies.ts';

/** An event less the ids that every event of the turn has. */
type EventBody = ChatEvent extends infer Event
  ? Event extends ChatEvent
    ? Omit<Event, 'conversationId' | 'turnId' | 'clientTurnId'>
    : never
  : never;

/** One turn: save, stream, cancel, save. */
export class TurnRun {
  readonly conversation: Conversation;
  readonly turn: Turn;
  private readonly given: { standaloneQuestion?: string | undefined };
  private readonly dependencies: TurnDependencies;
  private readonly abort = new AbortController();
  private answerLength = 0;
  private thinkingLength = 0;
  private call: ChainCall | undefined;
  private usage: Usage | undefined;
  private notSaved: CondenserError<'notSaved'> | undefined;

  constructor(
    conversation: Conversation,
    turn: Turn,
    given: { standaloneQuestion?: string | undefined },
    dependencies: TurnDependencies,
  ) {
    this.conversation = conversation;
    this.turn = turn;
    this.given = given;
    this.dependencies = dependencies;
  }

  /** Stops the turn, wherever it is. What was said is kept. */
  cancel(): void {
    this.abort.abort();
  }

  /** The question could not be kept; the person is told when the turn has started. */
  noteNotSaved(error: CondenserError<'notSaved'>): void {
    this.notSaved = error;
  }

  /** How far it has come, for a page that has just been loaded. */
  progress(): RunningTurn {
    const { turn, conversation } = this;
    return {
      conversationId: conversation.conversationId,
      turnId: turn.turnId,
      clientTurnId: turn.clientTurnId,
      text: turn.text,
      ...(turn.standaloneQuestion === undefined
        ? {}
        : { standaloneQuestion: turn.standaloneQuestion }),
      answer: turn.answer,
      thinking: turn.thinking,
    };
  }

  /**
   * Runs the turn to its end; the question has been saved. Every failure from here on ends the
   * turn with `stopReason: 'error'`; an answer that cannot be saved is given with a notice.
   */
  async run(): Promise<ChatSendResult> {
    const { turn } = this;
    try {
      await this.begin();
      const chain = await this.dependencies.chain();
      const call = await this.prepare(chain);
      const condensed = await this.condense(chain, call);
      const prompt = chain.prompt(call, condensed);
      turn.asking = prompt.text;
      await this.answer(chain, call, prompt);
    } catch (error) {
      await this.endWith(error);
    }
    await this.save();
    await this.emit({
      kind: 'finished',
      stopReason: turn.stopReason ?? 'error',
      ...(turn.error === undefined ? {} : { error: turn.error }),
      answerLength: turn.answer.length,
    });
    return toResult(this.conversation, turn, this.dependencies.wording());
  }

  private async begin(): Promise<void> {
    const { turn } = this;
    await this.emit({
      kind: 'started',
      createdAt: turn.createdAt,
      parentTurnId: turn.parentTurnId,
      text: turn.text,
      strategy: turn.strategy,
      ...(turn.model === undefined ? {} : { model: turn.model }),
    });
    if (this.notSaved) await this.notify('notSaved', this.notSaved.facts);
    const secrets = secretNotice(turn, this.dependencies.wording());
    if (secrets) await this.notify('looksSecret', secrets);
  }

  private async save(): Promise<void> {
    try {
      await this.dependencies.store.saveAnswer(this.conversation, this.turn);
    } catch (error) {
      if (!isError(error, 'notSaved')) throw error;
      if (!this.notSaved) await this.notify('notSaved', error.facts);
    }
  }

  private async prepare(chain: HistoryAwareChain): Promise<ChainCall> {
    const { turn, dependencies } = this;
    const signal = this.abort.signal;
    turn.model ??= await dependencies.catalogue.choose(signal);
    const { history, firstTurn, refusedInARow } = historyBefore(this.conversation, turn);
    const request: ChainRequest = {
      model: turn.model,
      history,
      question: turn.text,
      context: turn.context,
      strategy: turn.strategy,
      standaloneQuestion: this.given.standaloneQuestion,
      options: turn.options,
      recorder: dependencies.inspections.recorder(turn.turnId),
      firstTurn,
      refusedInARow,
    };
    const call = await chain.prepare(request, signal);
    this.call = call;
    turn.firstTurn = call.firstTurn;
    this.usage = { model: turn.model, contextWindow: call.contextWindow };
    if (call.firstTurn > firstTurn) {
      await this.notify('turnsLeftOut', { count: call.firstTurn - firstTurn });
    }
    if (call.grownFrom !== undefined) {
      await this.notify('contextWindowGrown', { from: call.grownFrom, to: call.contextWindow });
    }
    return call;
  }

  private async condense(chain: HistoryAwareChain, call: ChainCall): Promise<Condensed> {
    const { turn } = this;
    const condensed = await chain.tryCondense(call, this.abort.signal);
    const { outcome, usage, failure } = condensed;
    if (failure) await this.reportFailedCondense(call, failure);
    if (usage && this.usage) this.usage = { ...this.usage, condense: usage };
    if (outcome.dropped) {
      await this.notify('rewriteDropped', outcome.dropped);
      const refused = (call.request.refusedInARow ?? 0) + 1;
      if (refused === MAX_REFUSED_IN_A_ROW) {
        await this.notify('condenseStopped', { count: refused, model: call.request.model });
      }
    }
    if (outcome.rewritten) {
      turn.standaloneQuestion = outcome.standaloneQuestion;
      const { standaloneQuestion } = outcome;
      await this.dependencies.store.grew(turn);
      await this.emit({ kind: 'condensed', standaloneQuestion, source: madeBy(outcome) });
    }
    return condensed;
  }

  private async reportFailedCondense(call: ChainCall, failure: CondenserError): Promise<void> {
    this.dependencies.logger.warn('The condense call failed', failure);
    const { message } = errorText(failure, this.dependencies.wording());
    const model = call.settings.condenseModel ?? call.request.model;
    await this.notify('condenseFailed', { reason: message, model });
  }

  private async answer(chain: HistoryAwareChain, call: ChainCall, prompt: Prompt): Promise<void> {
    const { turn, dependencies } = this;
    for await (const part of chain.answer(call, prompt, this.abort.signal)) {
      if (part.thinking !== '') await this.addThinking(part.thinking);
      if (part.content !== '') await this.addAnswer(part.content);
      if (part.done === undefined) continue;
      turn.stopReason = part.done.reason === 'length' ? 'length' : 'complete';
      const { usage } = part.done;
      if (this.usage && usage) this.usage = { ...this.usage, answer: usage };
      dependencies.catalogue.used(call.request.model);
      await this.reportUsage();
      for (const { code, facts } of answerNotices(turn, part.done)) await this.notify(code, facts);
      const promptTokens = usage?.promptTokens ?? 0;
      if (chain.wasTruncated(call, prompt, promptTokens)) {
        await this.notify('promptTruncated', { promptTokens });
      }
    }
  }

  private async addThinking(text: string): Promise<void> {
    this.turn.thinking += text;
    const offset = this.thinkingLength;
    this.thinkingLength += text.length;
    await this.dependencies.store.grew(this.turn);
    await this.emit({ kind: 'thinking', text, offset });
  }

  private async addAnswer(text: string): Promise<void> {
    this.turn.answer += text;
    const offset = this.answerLength;
    this.answerLength += text.length;
    await this.dependencies.store.grew(this.turn);
    await this.emit({ kind: 'delta', text, offset });
  }

  private async endWith(error: unknown): Promise<void> {
    const { turn, dependencies } = this;
    if (this.abort.signal.aborted) {
      turn.stopReason = 'cancelled';
    } else {
      logFailure(dependencies.logger, turn.turnId, error);
      turn.stopReason = 'error';
      turn.error = toWireError(error, dependencies.wording());
    }
    if (this.call !== undefined) await this.reportUsage();
  }

  private async reportUsage(): Promise<void> {
    // A server may report anything: what is told is what is kept.
    const usage = StoredUsage.safeParse(this.usage).data;
    if (usage === undefined) return;
    this.turn.usage = usage;
    await this.emit({ kind: 'usage', usage });
  }

  private async notify(code: Notice['code'], facts: Record<string, unknown>): Promise<void> {
    const message = this.dependencies.wording().notice[code](facts);
    const notice: Notice = { ...facts, code, message };
    this.turn.notices.push(notice);
    await this.emit({ kind: 'notice', notice });
  }

  /** Waits for slow readers, but never longer than until the turn is stopped. */
  private async emit(event: EventBody): Promise<void> {
    const taken = this.dependencies.events.emit({
      conversationId: this.conversation.conversationId,
      turnId: this.turn.turnId,
      clientTurnId: this.turn.clientTurnId,
      ...event,
    } as ChatEvent);
    await untilAborted(taken, this.abort.signal);
  }
}

/** What `chat/send` answers for a turn that has ended. */
export function toResult(conversation: Conversation, turn: Turn, wording: Wording): ChatSendResult {
  // A turn whose process died has neither an end nor an error of its own.
  const broken = turn.stopReason === undefined;
  const error = broken ? toWireError(new CondenserError('interrupted', {}), wording) : turn.error;
  return {
    conversationId: conversation.conversationId,
    turnId: turn.turnId,
    ...(turn.standaloneQuestion === undefined
      ? {}
      : { standaloneQuestion: turn.standaloneQuestion }),
    answer: turn.answer,
    stopReason: turn.stopReason ?? 'error',
    ...(error === undefined ? {} : { error }),
    ...(turn.usage === undefined ? {} : { usage: turn.usage }),
  };
}

async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let stop: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([work, aborted]);
  signal.removeEventListener('abort', stop);
}

/** What has a type is told to the person; only what has none is a fault of ours. */
function logFailure(logger: Logger, turnId: string, error: unknown): void {
  const message = `Turn ${turnId} failed`;
  if (isError(error)) logger.debug(`${message}: ${error.message}`);
  else logger.error(message, error);
}
