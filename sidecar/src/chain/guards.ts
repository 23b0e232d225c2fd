import type { RewriteRefusal } from '@condenser/protocol';
import { looksLikeAnswer } from './answerShape.ts';
import { contains, identifiers, names, numbers, quotations } from './namedParts.ts';
import { promptsIn } from './prompts/index.ts';
import { dominantScript } from './script.ts';

/** A follow-up, its rewrite, and the conversation it belongs to. */
export interface Rewrite {
  readonly question: string;
  readonly rewrite: string;
  readonly history: string;
}

type Guard = readonly [RewriteRefusal, (rewrite: Rewrite) => boolean];

/** In this order; the first that trips is named. */
const GUARDS: readonly Guard[] = [
  ['empty', ({ rewrite }) => !/[\p{L}\p{N}]/u.test(rewrite)],
  ['severalLines', ({ rewrite }) => /[\n\v\f\r\u0085\u2028\u2029]/.test(rewrite)],
  ['instruction', repeatsInstruction],
  ['answer', ({ question, rewrite }) => looksLikeAnswer(question, rewrite)],
  ['tooLong', ({ question, rewrite }) => weight(rewrite) > 3 * weight(question) + 20],
  ['otherLanguage', changesLanguage],
  ['lostNumber', losesNumber],
  ['lostQuotation', ({ question, rewrite }) => loses(quotations(question), rewrite)],
  ['lostIdentifier', losesIdentifier],
  ['invented', invents],
];

/** The first guard that refuses the rewrite; undefined when all let it pass. */
export function refusingGuard(rewrite: Rewrite): RewriteRefusal | undefined {
  return GUARDS.find(([, trips]) => trips(rewrite))?.[0];
}

const INSTRUCTIONS =
  `${promptsIn('en').condense('')}\n${promptsIn('zh').condense('')}`.toLowerCase();

/** Small models repeat what they were told, the example in it included. */
function repeatsInstruction({ question, rewrite, history }: Rewrite): boolean {
  const words =
    rewrite.toLowerCase().match(/\p{Script=Han}{2}|(?!\p{Script=Han})\p{L}{4,}/gu) ?? [];
  const known = `${question}\n${history}`.toLowerCase();
  return (
    INSTRUCTIONS.includes(rewrite.toLowerCase()) && !words.every((word) => known.includes(word))
  );
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** Words, and CJK characters as half a word each. */
function weight(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  const words = text.replace(WIDE, ' ').match(/[\p{L}\p{M}\p{N}_]+/gu)?.length ?? 0;
  return words + wide / 2;
}

function changesLanguage({ question, rewrite, history }: Rewrite): boolean {
  const before = dominantScript(question);
  const after = dominantScript(rewrite);
  if (before === undefined || before === after) return false;
  // A short follow-up in Japanese may have no kana; its conversation has.
  return !(before === 'han' && after === 'kana' && dominantScript(history) === 'kana');
}

function losesNumber({ question, rewrite }: Rewrite): boolean {
  const kept = new Set(numbers(rewrite));
  return numbers(question).some((number) => !kept.has(number));
}

function losesIdentifier({ question, rewrite }: Rewrite): boolean {
  return loses(identifiers(question), rewrite) || loses(names(question), rewrite, 'anyCase');
}

function loses(parts: readonly string[], rewrite: string, sameness?: 'anyCase'): boolean {
  return parts.some((part) => !contains(rewrite, part, sameness));
}

/** A language or a product may be spelled out where the conversation shows only its code. */
const PRODUCT = /^(?:[A-Z][A-Za-z]*(?:\+\+|#|\.js)?|\.NET)$/;

function invents({ question, rewrite, history }: Rewrite): boolean {
  const known = `${question}\n${history}`;
  const knownNumbers = new Set(numbers(known));
  const named = identifiers(rewrite).filter((name) => !PRODUCT.test(name));
  return (
    numbers(rewrite).some((number) => !knownNumbers.has(number)) || loses(named, known, 'anyCase')
  );
}
