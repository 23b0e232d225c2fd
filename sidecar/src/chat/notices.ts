import {
  type ContextItem,
  countHiddenInCode,
  type LooksSecretFacts,
  type Notice,
  type SecretFinding,
} from '@condenser/protocol';
import type { Wording } from '../i18n/wording.ts';
import type { ChatDone } from '../models/ollama/chatStream.ts';
import { stripControlCharacters } from '../models/untrusted.ts';
import { type ContextSecret, secretsInContext, secretsInQuestion } from '../secrets/secretTexts.ts';
import type { Turn } from '../store/conversation.ts';

/** A notice before it has a message. */
export interface NoticeFacts {
  readonly code: Notice['code'];
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * The notices for an answer that has ended: it was stopped in a loop, it begins with thinking, or
 * it is empty, and why.
 */
export function answerNotices(turn: Turn, done: ChatDone): NoticeFacts[] {
  const notices: NoticeFacts[] = [];
  const { answerStart } = done;
  if (answerStart !== undefined) notices.push({ code: 'thinkingInAnswer', facts: { answerStart } });
  if (done.reason === 'repetition') {
    notices.push({ code: 'repetitionStopped', facts: {} });
  } else if (isInvisible(turn.answer.slice(answerStart ?? 0))) {
    notices.push({ code: 'emptyAnswer', facts: { reason: emptyReason(turn, done) } });
  }
  return notices;
}

/** The answer without thinking at its beginning that was recognized too late to be taken out. */
export function answerWithoutThinking({
  answer,
  notices,
}: Pick<Turn, 'answer' | 'notices'>): string {
  const start = notices.find(({ code }) => code === 'thinkingInAnswer')?.answerStart;
  return typeof start === 'number' ? answer.slice(start).trimStart() : answer;
}

/** Whether an answer has no visible character, on a page or in a terminal. */
export function isInvisible(answer: string): boolean {
  // Almost every answer shows something early: the rest need not be scanned.
  return isBlank(answer.slice(0, 256)) && isBlank(answer);
}

function isBlank(text: string): boolean {
  const bare = stripControlCharacters(text).replace(/\s+/g, '');
  return countHiddenInCode(bare) === [...bare].length;
}

function emptyReason(turn: Turn, { toolCalls, reason, answerStart }: ChatDone): string {
  if (toolCalls) return 'toolCalls';
  if (turn.thinking !== '' || answerStart !== undefined) return 'thinking';
  return reason === 'load' ? 'load' : 'nothing';
}

/** Places that the message of a `looksSecret` notice names. */
const MAX_NAMED_PLACES = 5;

/** What looks like a secret in the context of a question that has not been sent yet. */
export function checkContext(context: readonly ContextItem[], wording: Wording): SecretFinding[] {
  return secretsInContext(context).map((found) => ({
    ...found,
    message: wording.secret.finding(placeOf(found, context, wording)),
  }));
}

/**
 * The facts of the notice `looksSecret` for a question and its context; undefined where nothing
 * looks like a secret.
 */
export function secretNotice(
  question: { readonly text: string; readonly context: readonly ContextItem[] },
  wording: Wording,
): LooksSecretFacts | undefined {
  const findings = [...secretsInContext(question.context), ...secretsInQuestion(question.text)];
  if (findings.length === 0) return undefined;
  const named = findings
    .slice(0, MAX_NAMED_PLACES)
    .map((found) => wording.secret.place(placeOf(found, question.context, wording)));
  const more = findings.length > named.length;
  return { findings, places: wording.secret.places({ named, more }) };
}

function placeOf(
  { item, kind, line }: ContextSecret,
  context: readonly ContextItem[],
  wording: Wording,
) {
  const { secret } = wording;
  const of = item === undefined ? undefined : context[item];
  const name = of ? (of.title ?? lastPart(of.uri) ?? secret.text) : secret.question;
  return { name, line, kind: secret.kind[kind] };
}

function lastPart(uri: string | undefined): string | undefined {
  const last = uri?.split('/').at(-1);
  return last === '' ? undefined : last;
}
