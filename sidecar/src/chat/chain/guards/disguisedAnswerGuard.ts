import { AUXILIARY } from '../words/mood.ts';
import { dominantScript, isEnglish } from '../words/script.ts';
import type { Rewrite } from './rewrite.ts';

/** Text that comes after the question: "Is it? Yes, it is." */
const AFTER_QUESTION = /[?][\s"'”’)\]`*]*\s[^\p{L}\p{N}]*[\p{L}\p{N}]|[？](?=.*[\p{L}\p{N}])/u;
/** A statement that asks only for agreement. */
const TAG = new RegExp(
  `[,;.，；]\\s*(?:(?:${AUXILIARY})\\s+(?:it|they|you|he|she|we|there|that|this)(?:\\s+(?:right|correct|so|true|not|ok|okay))?|right|correct|yes|no|ok|okay|true|agreed)\\s*[?？]\\s*$|[，,。\\s]?(?:对吗|对吧|对不对|是吗|是吧|是不是|没错吧|好吗|好不好|行吗)[?？]?\\s*$`,
  'i',
);
const ASKING_WORD = new RegExp(
  `\\b(?:who|whose|whom|what|which|when|where|why|how|whether)\\b|(?:^|[,;:.]\\s+|\\b(?:and|but|or|so|then)\\s+)(?:\\S+\\s+)?(?:${AUXILIARY})\\s`,
  'i',
);
const BEGINS_ASKING = new RegExp(
  `^(?:(?:who|whose|whom|what|which|when|where|why|how|any)\\b|(?:${AUXILIARY})\\s)`,
  'i',
);
const ADVICE =
  /(?:^(?:for|in|with|to|using|by|on|if|when|from|at|as)\b[^?？]*,|[.;])\s*(?:you|we|i|just|simply|it|there|one)\s+(?:can|could|should|need|must|may|might|have to|will|would|is|are|do|does)\b[^?？]*$/i;
/** "When the pool is stopped." is the answer to "when does it stop?". */
const SUBORDINATE = new RegExp(
  `^(?:when|whenever|where|wherever|while|if|because|since|after|before|once|until|as soon as|so that)\\s+(?!${AUXILIARY})[^?？,]*$`,
  'i',
);

/** Whether an answer has the form of a question, or only begins like one. */
export function answersInQuestionForm({ question, rewrite }: Rewrite): boolean {
  if (AFTER_QUESTION.test(rewrite) && !AFTER_QUESTION.test(question)) return true;
  if (TAG.test(rewrite) && !TAG.test(question)) return true;
  if (ADVICE.test(rewrite) && !ADVICE.test(question)) return true;
  if (SUBORDINATE.test(rewrite) && /[?？]\s*$/.test(question)) return true;
  if (dominantScript(rewrite) !== 'latin' || !(isEnglish(question) || isEnglish(rewrite)))
    return false;
  return /[?？]\s*$/.test(rewrite) && !ASKING_WORD.test(rewrite) && !isFragment(question, rewrite);
}

/** A question without a verb, such as "the merge sort in Kotlin?", may stay one. */
function isFragment(question: string, rewrite: string): boolean {
  const words = (text: string) => text.trim().split(/\s+/).length;
  return !BEGINS_ASKING.test(question) && words(rewrite) <= words(question) + 2;
}

const YOU_MEAN =
  /\b(?:are|were|do|did|would|have|could|can|will) you (?:\w+ly |please |just |perhaps |maybe |also )?(?:mean|want|need|ask|asking|asked|refer|referring|look|looking|try|trying|like|prefer|wish|talk|talking|interested|clarif\w*|specify|elaborate on what|be more|provide (?:me |us )?(?:\w+ )*(?:context|information|code|details?(?! (?:about|on|of)))|share|tell (?:me|us) (?:more|what|which)|give (?:me|us) (?:more )?(?:context|information|details?(?! (?:about|on|of))))\b|\b(?:what|which|how|where)\b[^?]*\b(?:are|do|did|would|have) you\b(?! (?:recommend|suggest|think|advise|say|know|call))|\bwhich of (?:these|those|them) do you\b|\bplease (?:clarify|specify|provide (?:more|additional|further)|share|give (?:me|us) more)\b|\b(?:may|might|can|could) i (?:ask|know|confirm|check|assume)\b|\byour (?:question|message|request|query)\b|\bhow (?:can|may) i (?:help|assist)\b|\bcould you (?:please )?confirm\b/i;
const YOU_MEAN_IN_CHINESE =
  /您|请问你(?:想|要|是|需|指|能)|你(?:是)?(?:想|要|指的是|是指|需要|希望|打算|在问|问的是|的意思)(?!.*(?:推荐|建议))|(?:提供|给出|补充|说明)(?:一些|一下)?更多(?:的)?(?:信息|上下文|细节|背景|内容)|(?:澄清|明确)一下|具体(?:是指|指的)/;

/** Whether the model asks the user something instead of rewriting: "Could you clarify …?" */
export function asksBack({ question, rewrite }: Rewrite): boolean {
  return [YOU_MEAN, YOU_MEAN_IN_CHINESE].some(
    (pattern) => pattern.test(rewrite) && !pattern.test(question),
  );
}
