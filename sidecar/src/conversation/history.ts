import type { HistoryTurn } from '../chain/chainRequest.ts';
import { type Conversation, pathTo, type Turn } from './conversation.ts';

/** The turns before this one that the model gets to see, and how many of them had left already. */
export interface History {
  readonly history: HistoryTurn[];
  readonly firstTurn: number;
  /** Rewrites by this turn's model that were refused since the last one that was used. */
  readonly refusedInARow: number;
}

/** Turns without any answer are not history: two questions in a row confuse a model. */
export function historyBefore(conversation: Conversation, turn: Turn): History {
  const answered = pathTo(conversation, turn.parentTurnId).filter(
    (earlier) => earlier.answer !== '',
  );
  return {
    history: answered.map((earlier) => ({
      user: earlier.asking ?? earlier.text,
      assistant: earlier.answer,
    })),
    firstTurn: answered.at(-1)?.firstTurn ?? 0,
    refusedInARow: refusedInARow(pathTo(conversation, turn.parentTurnId), turn.model),
  };
}

function refusedInARow(path: readonly Turn[], model: string | undefined): number {
  let count = 0;
  for (const { model: other, notices, standaloneQuestion } of [...path].reverse()) {
    if (other !== model || standaloneQuestion !== undefined) break;
    if (notices.some(({ code }) => code === 'rewriteDropped')) count += 1;
  }
  return count;
}
