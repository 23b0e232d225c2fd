import { textOf } from '../condensePrompt.ts';
import { AUXILIARY } from '../words/script.ts';
import { contentWords, KnownWords, tokens, topicWords } from '../words/words.ts';
import type { Rewrite } from './rewrite.ts';

/** The kinds of questions. A question of an unknown kind, such as "in Kotlin?", may become any. */
type Kind = 'why' | 'when' | 'where' | 'who' | 'how' | 'what' | 'whether';

/** The kinds that a rewrite may have instead. */
const SIMILAR: Readonly<Record<Kind, readonly Kind[]>> = {
  why: ['why'],
  when: ['when', 'what'],
  where: ['where', 'what'],
  who: ['who', 'what'],
  how: ['how', 'what'],
  what: ['what', 'how', 'who', 'where', 'when'],
  whether: ['whether'],
};

const LEAD = String.raw`(?:(?:and|but|so|then|or|ok|okay|now|also|well|yes|no|wait|hmm|sorry|thanks|please|explain|tell me|show me|describe|know|say|on|in|at|for|to|since|until|about|back to [^:,]{1,40}[:,])[-,.:!\s]+)*`;
const START = String.raw`(?:^|[,;:.?!]\s+|\b(?:and|but|or|then|explain|tell me|show me|describe|me|exactly|know|understand)\s+)${LEAD}`;
const WH: readonly (readonly [Kind, RegExp])[] = [
  [
    'why',
    new RegExp(
      `${START}(?:why|how come|what makes|what is the (?:reason|cause)|what causes)\\b|\\breasons?\\b`,
      'i',
    ),
  ],
  ['when', new RegExp(`${START}(?:when|what time)\\b`, 'i')],
  ['where', new RegExp(`${START}where\\b`, 'i')],
  ['who', new RegExp(`${START}(?:who|whose|whom)\\b`, 'i')],
  ['how', new RegExp(`${START}how\\b(?!\\s+(?:about|come))`, 'i')],
  ['what', new RegExp(`${START}(?:what|which)(?:['’]s)?\\b(?!\\s+(?:about|if)\\b)`, 'i')],
  ['whether', new RegExp(`${START}(?:${AUXILIARY})\\s|\\bwhether\\b`, 'i')],
];
const WH_IN_CHINESE: readonly (readonly [Kind, RegExp])[] = [
  ['why', /为什么|为何|为啥|为什麼|為什麼|怎么会|怎么回事|原因|理由/],
  ['when', /什么时候|何时|啥时候/],
  ['where', /哪里|哪儿|在哪|何处/],
  ['who', /谁/],
  ['how', /怎么(?!会|回事)|如何|怎样|怎麼|多少|多久|多大|多长|多快/],
  ['what', /什么|哪|啥/],
  ['whether', /吗|嗎|是否|能否|可否|有没有|(\p{Script=Han})不\1|会不会|是不是|能不能/u],
];
/** Requests in the form of a question: "can you show me …". Any form will do. */
const REQUEST =
  /\b(?:can|could|would|will) (?:you|i get|i have|we get|we have)\b|\b(?:is|are) there\b|\bdo you (?:know|have)\b|^(?:and |but |so )*any\b|(?:你)?(?:能|可以)(?:不能)?(?:帮|给|再|解释|举|说|讲|写)|有没有/iu;

/** "Don't" begins an order, unless a subject follows. */
const ORDERS_NOT = /^\W*don['’]t\s+(?!(?:i|you|we|they)\b)/i;

/** The kind of a question; undefined where it has no word that asks. */
function kindOf(text: string): Kind | undefined {
  const plain = text.trim();
  if (/\p{Script=Han}/u.test(plain)) {
    return WH_IN_CHINESE.find(([, pattern]) => pattern.test(plain))?.[0];
  }
  const found = WH.map(([kind, pattern]) => [kind, plain.search(pattern)] as const).filter(
    ([, at]) => at >= 0,
  );
  return found.sort(([, one], [, other]) => one - other)[0]?.[0];
}

const BARE_HOW =
  /^\W*(?:and |but |so )?how(?: (?:so|exactly|then|though))?\W*$|^(?:那)?(?:怎么|如何|怎样)(?:呢|说|讲)?[?？]?$/i;

/** Whether the rewrite asks something else: how for why, an order for a yes/no question. */
export function changesKind({ question, rewrite }: Rewrite): boolean {
  const asked = kindOf(question);
  if (ORDERS_NOT.test(question)) return false;
  if (asked === undefined || REQUEST.test(question)) return false;
  const kind = kindOf(rewrite);
  if (kind === undefined) {
    // "What is its complexity?" may become "Explain the complexity of …".
    return asked !== 'what' && asked !== 'how';
  }
  // "How so?" asks for nothing but how or why.
  if (BARE_HOW.test(question)) return kind !== 'how' && kind !== 'why';
  if (SIMILAR[asked].includes(kind) || asksDegree(question, rewrite)) return false;
  if (asked === 'whether' && /\p{Script=Han}/u.test(question)) {
    // "能恢复吗" asks for a way, and "不行吗" for a reason.
    if (kind === 'how') return !/能|可以/.test(question);
    if (kind === 'why') return !/不/.test(question);
    return !/吗|是否|能否/.test(rewrite);
  }
  return true;
}

/** Whether "is it fast?" became "How fast is …?". */
function asksDegree(question: string, rewrite: string): boolean {
  const degree = /\bhow (\p{L}+)/iu.exec(rewrite)?.[1]?.toLowerCase();
  return (
    degree !== undefined &&
    tokens(question.toLowerCase()).includes(degree) &&
    !/^(?:do|does|did|is|are|can)$/.test(degree)
  );
}

const COMPARES =
  /\b(?:better|best|worse|worst|preferable|safer|safest)\b|更(?!多细节|详细|简|短|改|新|换)\p{Script=Han}|哪个好|比较好/iu;
const COMPARED =
  /\b(?:\w{2,}er|\w{2,}est|best|worst|more|most|less|least|over|than|prefer\w*|instead|superior|advantages?|compare\w*|versus|vs)\b|更|比|最|较|还是|优于|不如|哪/iu;

/** Whether the question compares, and the rewrite does not. */
export function dropsComparison({ question, rewrite }: Rewrite): boolean {
  return COMPARES.test(question) && !COMPARED.test(rewrite);
}

/** A follow-up without a subject, such as "why?", is about the last turn. */
export function leavesLastTurn({ question, rewrite, history }: Rewrite): boolean {
  // A word in another script is a subject too: "what does 你好 mean?"
  if (topicWords(question).length > 0 || mixesScripts(question)) return false;
  const last = new KnownWords(textOf(history.slice(-1)));
  const { latin, han } = contentWords(rewrite);
  const known =
    latin.filter((word) => last.hasLatin(word)).length +
    han.filter((word) => last.hasHan(word)).length;
  const count = latin.length + han.length;
  return count > 0 && known * 3 < count;
}

function mixesScripts(text: string): boolean {
  return /\p{Script=Han}/u.test(text) && /\p{Script=Latin}/u.test(text);
}
