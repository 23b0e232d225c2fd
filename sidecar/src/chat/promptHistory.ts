import { type Conversation, pathTo, type Turn } from '../store/conversation.ts';
import type { HistoryTurn } from './chain/chainRequest.ts';
import { answerWithoutThinking, isInvisible } from './notices.ts';

/** The earlier turns as the chain takes them. */
export interface PromptHistory {
  readonly history: HistoryTurn[];
  /** How many of the oldest turns had already been left out. */
  readonly firstTurn: number;
  /** Rewrites by this turn's model that were refused since the last accepted one. */
  readonly refusedInARow: number;
}

/**
 * Stands for an answer that is empty or was stopped before its first word. The question stays in
 * the history, and two questions in a row would confuse a model.
 */
const NO_ANSWER = { en: '(No answer.)', zh: '（没有回答。）' } as const;

/** The history that the model gets for this turn. A turn that failed without a word is left out. */
export function historyBefore(conversation: Conversation, turn: Turn): PromptHistory {
  const path = pathTo(conversation, turn.parentTurnId);
  const earlier = path.filter(({ answer, stopReason }) => answer !== '' || stopReason !== 'error');
  return {
    history: earlier.map(toHistoryTurn),
    firstTurn:
      earlier.findLast(({ omittedTurns }) => omittedTurns !== undefined)?.omittedTurns ?? 0,
    refusedInARow: refusedInARow(path, turn.model),
  };
}

function toHistoryTurn(turn: Turn): HistoryTurn {
  return { user: turn.userMessage ?? turn.text, assistant: answerInHistory(turn) };
}

function answerInHistory(turn: Turn): string {
  const answer = answerWithoutThinking(turn);
  if (!isInvisible(answer)) return answer;
  return /\p{Script=Han}/u.test(turn.text) ? NO_ANSWER.zh : NO_ANSWER.en;
}

function refusedInARow(path: readonly Turn[], model: string | undefined): number {
  let count = 0;
  for (const { model: other, notices, standaloneQuestion, usage } of [...path].reverse()) {
    // A standalone question from a rule or the user says nothing about the model.
    const isRewrite = standaloneQuestion !== undefined && usage?.condense !== undefined;
    if (other !== model || isRewrite) break;
    if (notices.some(({ code }) => code === 'rewriteDropped')) count += 1;
  }
  return count;
}
