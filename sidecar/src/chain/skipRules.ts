import type { ContextItem, Strategy } from '@condenser/protocol';

/** Why the model is not asked for a standalone question. */
export type SkipReason = 'noHistory' | 'greeting' | 'ownContext' | 'strategy' | 'edited';

/** What the rules look at. */
export interface FollowUp {
  readonly historyLength: number;
  readonly question: string;
  readonly context: readonly ContextItem[];
  readonly strategy: Strategy;
  readonly standaloneQuestion?: string | undefined;
}

/** Phrases that may follow one another, as in "ok, thanks!". */
const SMALL_TALK = [
  '(?:hi|hello|hey|good (?:morning|afternoon|evening|night)|howdy)(?: there| again| all)?',
  '(?:thanks|thank you|thx|cheers)(?: a lot| so much| very much| you| again| then)?',
  '(?:great|perfect|cool|nice|ok|okay|bye|goodbye|how are you(?: today| doing)?)',
  '(?:[你您]好|嗨|早安|早上好|下午好|晚上好|晚安|大家好)[啊呀哦]?',
  '(?:[谢謝]{2}|[多感][谢謝]|非常感[谢謝])[你您]?[啊呀哦啦了]?',
  '(?:好的?|明白了?|知道了|再[见見]|拜拜)[啊呀哦啦]?',
  'こんにちは|おはよう(?:ございます)?|こんばんは|ありがとう(?:ございます|ございました)?',
  '안녕(?:하세요)?|감사합니다|고마워요?',
];
const ONLY_SMALL_TALK = new RegExp(
  `^(?:(?:${SMALL_TALK.join('|')})(?: |$|(?<=\\p{Script=Han})(?=\\p{Script=Han})))+$`,
  'u',
);

/**
 * The reason to leave the condense call out, or undefined when it should be made: a rewrite can
 * only harm a first question, a greeting, or a question that brings what it is about along.
 */
export function skipReason(followUp: FollowUp): SkipReason | undefined {
  if (followUp.standaloneQuestion !== undefined) return 'edited';
  if (followUp.strategy === 'history') return 'strategy';
  if (followUp.historyLength === 0) return 'noHistory';
  if (isSmallTalk(followUp.question)) return 'greeting';
  if (bringsContext(followUp)) return 'ownContext';
  return undefined;
}

function isSmallTalk(question: string): boolean {
  const plain = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{M}\p{Cf}\s]+/gu, ' ')
    .trim();
  return ONLY_SMALL_TALK.test(plain);
}

function bringsContext({ context, question }: FollowUp): boolean {
  return context.length > 0 || /^ {0,3}(?:```|~~~)/m.test(question);
}
