import type {
  ChatEvent,
  ChatSendResult,
  CondenseOutcome,
  Notice,
  RunningTurn,
  Usage,
} from '@condenser/protocol';
import { type CondenserError, isError } from '../errors.ts';
import { errorText, toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import type { ModelCatalogue } from '../models/modelCatalogue.ts';
import type { Conversation, Turn } from '../store/conversation.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import { StoredUsage } from '../store/lenientSchemas.ts';
import type { ChainCall, ChainRequest } from './chain/chainRequest.ts';
import type { Condensed } from './chain/condense.ts';
import type { HistoryAwareChain } from './chain/historyAwareChain.ts';
import type { Prompt } from './chain/messages.ts';
import { MAX_REFUSED_IN_A_ROW } from './chain/rules/skipRules.ts';
import { type EventHub, TurnEvents, toResult, toRunningTurn } from './events.ts';
import type { Inspector } from './inspector.ts';
import { answerNotices, secretNotice } from './notices.ts';
import { historyBefore } from './promptHistory.ts';
import type { TurnRequest } from './turnRequest.ts';

/** What a turn needs while it runs. */
export interface TurnDependencies {
  /** Loaded on first use: with LangChain it is most of the program. */
  readonly chain: () => Promise<HistoryAwareChain>;
  readonly catalogue: Pick<ModelCatalogue, 'choose' | 'used'>;
  readonly store: Pick<ConversationStore, 'saveProgress' | 'saveAnswer'>;
  readonly events: EventHub<ChatEvent>;
  readonly inspector: Inspector;
  readonly wording: () => Wording;
  readonly logger: Logger;
}

type CondensedEvent = Extract<ChatEvent, { kind: 'condensed' }>;

/** One turn while it runs: condenses, streams the answer and saves it. */
export class TurnRun {
  readonly conversation: Conversation;
  readonly turn: Turn;
  private readonly request: Pick<TurnRequest, 'standaloneQuestion'>;
  private readonly dependencies: TurnDependencies;
  private readonly events: TurnEvents;
  private readonly abort = new AbortController();
  private answerLength = 0;
  private thinkingLength = 0;
  private call: ChainCall | undefined;
  private usage: Usage | undefined;
  private notSaved: CondenserError<'notSaved'> | undefined;

  constructor(
    conversation: Conversation,
    turn: Turn,
    request: Pick<TurnRequest, 'standaloneQuestion'>,
    dependencies: TurnDependencies,
  ) {
    const { conversationId } = conversation;
    const { turnId, clientTurnId } = turn;
    const ids = { conversationId, turnId, clientTurnId };
    this.conversation = conversation;
    this.turn = turn;
    this.request = request;
    this.dependencies = dependencies;
    this.events = new TurnEvents(dependencies.events, ids, this.abort.signal);
  }

  /** Stops the turn wherever it is. The partial answer is saved. */
  cancel(): void {
    this.abort.abort();
  }

  /** Notes that the question was not saved; a notice says so when the turn starts. */
  noteNotSaved(error: CondenserError<'notSaved'>): void {
    this.notSaved = error;
  }

  /** The turn as far as it has come, for a page that has just been loaded. */
  progress(): RunningTurn {
    return toRunningTurn(this.conversation, this.turn);
  }

  /**
   * Runs the turn to its end; the question has been saved. Any failure from here on ends the turn
   * with `stopReason: 'error'`; an answer that cannot be saved is returned with a notice.
   */
  async run(): Promise<ChatSendResult> {
    const { turn } = this;
    try {
      await this.begin();
      const chain = await this.dependencies.chain();
      const call = await this.prepare(chain);
      const condensed = await this.condense(chain, call);
      const prompt = chain.prompt(call, condensed);
      turn.userMessage = prompt.text;
      await this.answer(chain, call, prompt);
    } catch (error) {
      await this.endWith(error);
    }
    await this.save();
    await this.events.emit({
      kind: 'finished',
      stopReason: turn.stopReason ?? 'error',
      error: turn.error,
      answerLength: turn.answer.length,
    });
    return toResult(this.conversation, turn, this.dependencies.wording());
  }

  private async begin(): Promise<void> {
    const { createdAt, parentTurnId, text, strategy, model } = this.turn;
    await this.events.emit({ kind: 'started', createdAt, parentTurnId, text, strategy, model });
    if (this.notSaved) await this.notify('notSaved', this.notSaved.facts);
    const secrets = secretNotice(this.turn, this.dependencies.wording());
    if (secrets) await this.notify('looksSecret', secrets);
  }

  private async save(): Promise<void> {
    try {
      await this.dependencies.store.saveAnswer(this.turn);
    } catch (error) {
      if (!isError(error, 'notSaved')) throw error;
      if (!this.notSaved) await this.notify('notSaved', error.facts);
    }
  }

  private async prepare(chain: HistoryAwareChain): Promise<ChainCall> {
    const { turn, dependencies } = this;
    const signal = this.abort.signal;
    turn.model = await dependencies.catalogue.choose(signal, turn.model);
    const { history, firstTurn, refusedInARow } = historyBefore(this.conversation, turn);
    const request: ChainRequest = {
      model: turn.model,
      history,
      question: turn.text,
      context: turn.context,
      strategy: turn.strategy,
      standaloneQuestion: this.request.standaloneQuestion,
      options: turn.options,
      recorder: dependencies.inspector.recorder(turn.turnId),
      firstTurn,
      refusedInARow,
    };
    const call = await chain.prepare(request, signal);
    this.call = call;
    turn.omittedTurns = call.firstTurn;
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
      await this.dependencies.store.saveProgress(turn);
      await this.events.emit({ kind: 'condensed', standaloneQuestion, source: sourceOf(outcome) });
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
    await this.dependencies.store.saveProgress(this.turn);
    await this.events.emit({ kind: 'thinking', text, offset });
  }

  private async addAnswer(text: string): Promise<void> {
    this.turn.answer += text;
    const offset = this.answerLength;
    this.answerLength += text.length;
    await this.dependencies.store.saveProgress(this.turn);
    await this.events.emit({ kind: 'delta', text, offset });
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
    // Servers report all kinds of values: clients get what the file can hold.
    const usage = StoredUsage.safeParse(this.usage).data;
    if (usage === undefined) return;
    this.turn.usage = usage;
    await this.events.emit({ kind: 'usage', usage });
  }

  private async notify(code: Notice['code'], facts: Record<string, unknown>): Promise<void> {
    const message = this.dependencies.wording().notice[code](facts);
    const notice: Notice = { ...facts, code, message };
    this.turn.notices.push(notice);
    await this.events.emit({ kind: 'notice', notice });
  }
}

/** Who made the standalone question of this outcome. */
function sourceOf({ skipped, composed }: CondenseOutcome): CondensedEvent['source'] {
  if (skipped === 'edited') return 'person';
  return composed === undefined ? 'model' : 'rule';
}

/** An error that has a type is shown to the user; any other is a bug of ours. */
function logFailure(logger: Logger, turnId: string, error: unknown): void {
  const message = `Turn ${turnId} failed`;
  if (isError(error)) logger.debug(`${message}: ${error.message}`);
  else logger.error(message, error);
}
