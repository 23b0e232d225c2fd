import { looksLikeAnswer } from '@condenser/sidecar/chat/chain/guards/answerGuard.ts';
import { dominantScript } from '@condenser/sidecar/chat/chain/words/script.ts';
import type { FollowUpCase } from './followUps.ts';

/** The verdict on a rewrite, by the first matching rule of docs/condense.md. */
export type Verdict =
  | 'usable'
  | 'nothing'
  | 'severalLines'
  | 'echo'
  | 'answers'
  | 'otherLanguage'
  | 'wrong'
  | 'lost'
  | 'vague';

/** Marks an explanation instead of a question. */
const EXPLAINS = [
  /^to \w+\b[^.]*,\s/i,
  /\byou (?:can|could|need|should|must|have to)\b/i,
  /\w\.\s+[A-Z]/,
  /属性用于|可以使用|可以通过|你可以|用于控制|因为/,
];

/** Scores one rewrite by its text. A manual review may overrule it: see docs/condense.md. */
export function score(followUp: FollowUpCase, text: string): Verdict {
  const rewrite = text.trim();
  if (rewrite === '') return 'nothing';
  if (rewrite === followUp.question.trim()) return namesAll(followUp, rewrite) ? 'usable' : 'vague';
  if (/[\n\r]/.test(rewrite)) return 'severalLines';
  if (followUp.history.some(([user]) => plain(user) === plain(rewrite))) return 'echo';
  if (answers(followUp, rewrite)) return 'answers';
  if (dominantScript(rewrite) !== dominantScript(followUp.question)) return 'otherLanguage';
  if (followUp.mustNot.some((pattern) => new RegExp(pattern, 'i').test(rewrite))) return 'wrong';
  if (!keepsAll(followUp, rewrite)) return 'lost';
  return namesAll(followUp, rewrite) ? 'usable' : 'vague';
}

/** Whether the standalone form names the subject of the follow-up, and no dropped topic. */
export function namesReferent(followUp: FollowUpCase, form: string): boolean {
  if (followUp.expects === 'smallTalk') return form.trim() === followUp.question.trim();
  const drags =
    followUp.expects === 'same' &&
    followUp.mustNot.some((pattern) => new RegExp(pattern, 'i').test(form));
  return !drags && namesAll(followUp, form) && keepsAll(followUp, form);
}

function namesAll({ must }: FollowUpCase, text: string): boolean {
  return must.every((pattern) => new RegExp(pattern, 'i').test(text));
}

function keepsAll({ keep }: FollowUpCase, text: string): boolean {
  return keep.every((part) => squeezed(text).includes(squeezed(part)));
}

function answers({ question, history }: FollowUpCase, rewrite: string): boolean {
  if (looksLikeAnswer(question, rewrite)) return true;
  if (!/[?？]/.test(rewrite) && EXPLAINS.some((pattern) => pattern.test(rewrite))) return true;
  return history.some(([, assistant]) => plain(assistant).startsWith(plain(rewrite)));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function squeezed(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,]+/g, '');
}
