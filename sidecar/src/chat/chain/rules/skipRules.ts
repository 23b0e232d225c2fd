import type { ContextItem, Strategy } from '@condenser/protocol';

/** Why the condense call is skipped. */
export type SkipReason =
  | 'noHistory'
  | 'greeting'
  | 'continuation'
  | 'ownContext'
  | 'strategy'
  | 'edited'
  | 'refusals';

/** After this many refused rewrites in a row, the calls are skipped for that conversation. */
export const MAX_REFUSED_IN_A_ROW = 3;

/** The facts that the rules use. */
export interface FollowUp {
  readonly historyLength: number;
  readonly question: string;
  readonly context: readonly ContextItem[];
  readonly strategy: Strategy;
  readonly standaloneQuestion?: string | undefined;
  /** Rewrites in this conversation that were refused since the last accepted one. */
  readonly refusedInARow?: number | undefined;
}

/** Phrases of thanks and agreement, which may be combined: "ok, that works, thanks!". */
const ACKNOWLEDGEMENTS = [
  '(?:hi|hello|hey|good (?:morning|afternoon|evening|night)|howdy|yo)(?: there| again| all)?',
  '(?:many )?(?:thanks|thank you|thx|ty|tysm|cheers)(?: a (?:lot|ton|bunch|million)| so much| very much| you| again| then| for (?:the|your) (?:help|answer|explanation)| for (?:that|this|it))*',
  '(?:much appreciated|i appreciate (?:it|that)|appreciate it)',
  '(?:ok|okay|okey|k|kk|alright|all right|fine|right|sure|great|perfect|cool|nice|awesome|excellent|brilliant|amazing|wonderful|fantastic|lovely|sweet|neat|super|wow|ah|aha|oh|hmm|haha|lol|lgtm|good|correct|exactly(?: what i (?:needed|wanted))?|indeed|true|agreed|understood|noted|done|solved|gotcha|roger|bye|goodbye|cya|nvm)',
  '(?:sounds|looks|seems) (?:good|great|right|fine|perfect)(?: to me)?',
  '(?:i )?(?:got|get) (?:it|that|you)(?: now)?|i see(?: now)?|i understand(?: now)?|(?:that |it |this )?makes sense(?: now)?',
  '(?:and )?(?:that|it|this|which|everything)(?:s| is| was)? (?:works?|worked|helps?|helped|did it|did the trick|fixed it|fixes it|solved it|solves it|(?:really |very |so |super )?(?:clear|great|perfect|good|nice|right|correct|fine|helpful|awesome|cool|all|it|(?:exactly |just )?what i (?:needed|wanted|was looking for)))(?: now| great| fine| perfectly| well| a lot| for me| like a charm)*',
  '(?:works?|worked|working|helpful|clear|solved|fixed)(?: now| great| fine| perfectly| well| for me| like a charm)*',
  '(?:very|so|really) (?:helpful|clear|nice|good|cool)|(?:good|great|nice) (?:job|work|point|idea|one|answer|to know|stuff)|well done|well played',
  '(?:you (?:are|re)|youre) (?:right|correct|welcome|great|the best|awesome)|no (?:problem|worries|need|more questions)|never ?mind|np|(?:i (?:am|m) )?(?:all )?(?:good|done|set)(?: now| here)?',
  '(?:how are you|see you|see ya|talk later)(?: today| doing| later| soon| tomorrow)?',
  '[你您]们?好|嗨|哈喽|早安|早上好|下午好|晚上好|晚安|大家好',
  '[谢謝]{1,2}|[多感][谢謝]|非常感[谢謝]|十分感谢|辛苦|麻烦你',
  '(?:好|好的|好滴|好嘞|好吧|行|行吧|嗯|嗯嗯|哦|噢|喔|哈哈|对|对的|是的|没错|正确|可以|没问题|当然)',
  '(?:我)?(?:已经)?(?:明白|了解|知道|懂|清楚|理解|收到|学会|会|记住|看懂)(?:了)?',
  '(?:问题)?(?:已经|已|都|全部)?(?:解决|搞定|完成|成功|修好|弄好|做好|跑通|跑起来|可以用|能用|好使|好用|有用|管用|生效)(?:了)?',
  '(?:太|真|很|非常|挺|超)?(?:好|棒|强|厉害|牛|牛逼|赞|不错|详细|清楚|清晰|有帮助|有用)(?:了)?',
  '(?:原来如此|原来是这样|有道理|说得对|你说得对|学到了|长知识了|不用了|没事了?|没有了|算了|再[见見]|拜拜|回头见)',
  'こんにちは|おはよう(?:ございます)?|こんばんは|ありがとう(?:ございます|ございました)?|了解(?:です)?|わかりました|なるほど',
  '안녕(?:하세요)?|감사합니다|고마워요?|알겠습니다|네',
];

/** Phrases that only ask to go on: what they ask for is in the conversation. */
const CONTINUATIONS = [
  '(?:please |pls |ok |okay |yes |sure |and )*(?:continue|go on|keep going|carry on|go ahead|proceed|resume|do it|do that|do so|more|next|finish(?: it)?|keep it up|yes|yep|yeah|yup|ya|y|no|nope|nah|n|yes please|no thanks|please do|please)(?: please| pls| then| with (?:it|that|this))*',
  '(?:请|好的|好|嗯|那|那就|那么)?(?:继续吧|继续写|继续说|继续讲|继续|接着写|接着说|接着讲|接着|往下写|往下说|往下|写下去|说下去|讲下去|下一步|还有吗|还有呢|然后呢|是|不|不是|不要|不用|要|做吧|开始吧|来吧)',
  '続けて(?:ください)?|はい|いいえ|계속(?:해 ?주세요)?|아니요',
];

/** A phrase ends at a space, at the end, or between Chinese characters. */
const END = '(?= |$|(?<=\\p{Script=Han})(?=\\p{Script=Han}))';
const PARTICLES = '[啊呀哦啦吧呢嘛哈呗的了你您]*';
const ACKNOWLEDGING = asPatterns(ACKNOWLEDGEMENTS);
const CONTINUING = [...ACKNOWLEDGING, ...asPatterns(CONTINUATIONS)];

function asPatterns(phrases: readonly string[]): RegExp[] {
  return phrases.flatMap((phrase) => [
    new RegExp(`(?:${phrase})${END}`, 'uy'),
    new RegExp(`(?:${phrase})${PARTICLES}${END}`, 'uy'),
  ]);
}

/** Whether the text is a sequence of phrases. Each position is tried once. */
function isSequenceOf(patterns: readonly RegExp[], text: string): boolean {
  const reached = new Set([0]);
  for (const start of reached) {
    if (start >= text.length) return start > 0;
    for (const pattern of patterns) {
      pattern.lastIndex = start;
      if (!pattern.test(text)) continue;
      const end = pattern.lastIndex;
      if (end > start) reached.add(text.charAt(end) === ' ' ? end + 1 : end);
    }
  }
  return false;
}

/**
 * The reason to skip the condense call; undefined when it should be made. A rewrite can only harm a
 * first question, an acknowledgement, a bare "continue", or a question that contains its context.
 */
export function skipReason(followUp: FollowUp): SkipReason | undefined {
  if (followUp.standaloneQuestion !== undefined) return 'edited';
  if (followUp.strategy === 'history') return 'strategy';
  if (followUp.historyLength === 0) return 'noHistory';
  if (followUp.context.length === 0) {
    const plain = plainWords(followUp.question);
    if (isSequenceOf(ACKNOWLEDGING, plain) || isOnlyEmoji(followUp.question)) return 'greeting';
    if (isSequenceOf(CONTINUING, plain)) return 'continuation';
  }
  if (containsContext(followUp)) return 'ownContext';
  if ((followUp.refusedInARow ?? 0) >= MAX_REFUSED_IN_A_ROW) return 'refusals';
  return undefined;
}

/** A longer question, such as a pasted log, does not fit into a rewrite. */
const MAX_LENGTH = 2_000;
/** A longer text is more than an acknowledgement. */
const MAX_ACKNOWLEDGEMENT_LENGTH = 120;

/** The words in lower case with single spaces; empty for a text too long for small talk. */
function plainWords(question: string): string {
  if (question.length > MAX_ACKNOWLEDGEMENT_LENGTH) return '';
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[\p{P}\p{S}\p{M}\p{Cf}\s]+/gu, ' ')
    .trim();
}

/** Whether it consists of emoji, such as a thumbs up or a heart. */
function isOnlyEmoji(question: string): boolean {
  return /\p{Extended_Pictographic}/u.test(question) && !/[\p{L}\p{N}]/u.test(question);
}

function containsContext({ context, question }: FollowUp): boolean {
  return context.length > 0 || /^ {0,3}(?:```|~~~)/m.test(question) || question.length > MAX_LENGTH;
}
