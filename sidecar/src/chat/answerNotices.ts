import { countHiddenInCode, type Notice } from '@condenser/protocol';
import type { ChatDone } from '../models/ollama/chatStream.ts';
import { stripControlCharacters } from '../models/untrusted.ts';
import type { Turn } from '../store/conversation.ts';

/** A notice before it is worded. */
export interface NoticeFacts {
  readonly code: Notice['code'];
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * What a person should know of an answer that has come to its end: that it was stopped in a loop,
 * that its beginning is thinking, that it is empty, and why.
 */
export function answerNotices(turn: Turn, done: ChatDone): NoticeFacts[] {
  const notices: NoticeFacts[] = [];
  const { answerStart } = done;
  if (answerStart !== undefined) notices.push({ code: 'thinkingInAnswer', facts: { answerStart } });
  if (done.reason === 'repetition') {
    notices.push({ code: 'repetitionStopped', facts: {} });
  } else if (showsNothing(turn.answer.slice(answerStart ?? 0))) {
    notices.push({ code: 'emptyAnswer', facts: { reason: emptinessOf(turn, done) } });
  }
  return notices;
}

/** The answer without the thinking at its beginning that nothing marked in time. */
export function answerWithoutThinking({
  answer,
  notices,
}: Pick<Turn, 'answer' | 'notices'>): string {
  const start = notices.find(({ code }) => code === 'thinkingInAnswer')?.answerStart;
  return typeof start === 'number' ? answer.slice(start).trimStart() : answer;
}

/** Whether nothing of an answer can be seen, on a page or in a terminal. */
export function showsNothing(answer: string): boolean {
  // Nearly every answer shows something at its beginning.
  return isBlank(answer.slice(0, 256)) && isBlank(answer);
}

function isBlank(text: string): boolean {
  const bare = stripControlCharacters(text).replace(/\s+/g, '');
  return countHiddenInCode(bare) === [...bare].length;
}

function emptinessOf(turn: Turn, { toolCalls, reason, answerStart }: ChatDone): string {
  if (toolCalls) return 'toolCalls';
  if (turn.thinking !== '' || answerStart !== undefined) return 'thinking';
  return reason === 'load' ? 'load' : 'nothing';
}
