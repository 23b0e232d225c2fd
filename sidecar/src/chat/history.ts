import { type Conversation, pathTo, type Turn } from '../store/conversation.ts';
import { answerWithoutThinking, showsNothing } from './answerNotices.ts';
import type { HistoryTurn } from './chain/chainRequest.ts';

/** The turns before this one that the model gets to see, and how many of them had left already. */
export interface History {
  readonly history: HistoryTurn[];
  readonly firstTurn: number;
  /** Rewrites by this turn's model that were refused since the last one that was used. */
  readonly refusedInARow: number;
}

/**
 * Stands for an answer that was stopped before its first word, or that came out empty: the question
 * stays part of the conversation, and two questions in a row would confuse a model.
 */
const NO_ANSWER = { en: '(No answer.)', zh: '（没有回答。）' } as const;

/** The turns that later ones build on. One that failed without a word is asked again, not built on. */
export function historyBefore(conversation: Conversation, turn: Turn): History {
  const earlier = pathTo(conversation, turn.parentTurnId).filter(
    ({ answer, stopReason }) => answer !== '' || stopReason !== 'error',
  );
  return {
    history: earlier.map((turn) => {
      const user = turn.userMessage ?? turn.text;
      return { user, assistant: answerInHistory(turn) };
    }),
    firstTurn:
      earlier.findLast(({ omittedTurns }) => omittedTurns !== undefined)?.omittedTurns ?? 0,
    refusedInARow: refusedInARow(pathTo(conversation, turn.parentTurnId), turn.model),
  };
}

function answerInHistory(turn: Turn): string {
  const answer = answerWithoutThinking(turn);
  if (!showsNothing(answer)) return answer;
  return /\p{Script=Han}/u.test(turn.text) ? NO_ANSWER.zh : NO_ANSWER.en;
}

function refusedInARow(path: readonly Turn[], model: string | undefined): number {
  let count = 0;
  for (const { model: other, notices, standaloneQuestion, usage } of [...path].reverse()) {
    // A form that a rule or the person made says nothing of the model: it was not asked.
    const isRewrite = standaloneQuestion !== undefined && usage?.condense !== undefined;
    if (other !== model || isRewrite) break;
    if (notices.some(({ code }) => code === 'rewriteDropped')) count += 1;
  }
  return count;
}
