import type { CondenseOutcome } from '@condenser/protocol';
import { AIMessage, type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { ChainCall } from './chainRequest.ts';
import { ownWords } from './ownWords.ts';
import { promptsIn } from './prompts/index.ts';

/** The messages that the answer call of a turn, and those of the next turns, begin with. */
export function sharedPrefix(call: ChainCall): BaseMessage[] {
  const messages: BaseMessage[] = [new SystemMessage(call.system)];
  for (const turn of call.turns) {
    messages.push(new HumanMessage(turn.user), new AIMessage(turn.assistant));
  }
  return messages;
}

/** What the answer call asks. */
export interface Prompt {
  /** The last message, as it is sent and as the next turns will find it in their history. */
  readonly text: string;
  /** Whether the turns before go along. */
  readonly withHistory: boolean;
}

/**
 * The prompt that a condense outcome leads to. By the strategy `condense` a standalone question goes
 * alone; where there is none, the history and the user's own words go, by every strategy.
 */
export function promptFor(call: ChainCall, outcome: CondenseOutcome): Prompt {
  const { strategy, context = [] } = call.request;
  const standaloneQuestion = outcome.rewritten ? outcome.standaloneQuestion : undefined;
  const isAlone = strategy === 'condense' && (outcome.rewritten || outcome.skipped === 'edited');
  const prompts = promptsIn(call.language);
  if (standaloneQuestion === undefined) return { text: call.ownWords, withHistory: !isAlone };
  // An edited one may come with code, which is not part of it.
  if (isAlone) return { text: ownWords(standaloneQuestion, context, prompts), withHistory: false };
  return { text: prompts.clarified(call.ownWords, standaloneQuestion), withHistory: true };
}

/** The messages of the answer call. */
export function answerMessages(call: ChainCall, { text, withHistory }: Prompt): BaseMessage[] {
  const prefix = withHistory ? sharedPrefix(call) : [new SystemMessage(call.system)];
  return [...prefix, new HumanMessage(text)];
}
