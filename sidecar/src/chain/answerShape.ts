/** A code block or a list: no question begins with one. */
const BLOCK = /^(?:```|~~~|[-*•] |\d+[.)] )/;

/** How answers begin. */
const OPENINGS = [
  /^(?:yes|no|yeah|nope|sure|certainly|absolutely|definitely|of course|great question)(?:[,.!:;]|\s+(?:it|you|i|they|that|this|there|we|he|she)\b|$)/i,
  /^here(?:['’]s| is| are)\b/i,
  /^i(?:['’]m| am) (?:sorry|afraid|unable|an ai|a language|happy|glad|here to)\b/i,
  /^(?:sorry|as an ai|i can(?:not|['’]t)|i apologi[sz]e|let me)\b/i,
  /^(?:it|this|that)(?:['’]s| is| was)\b(?![^?？]*[?？])/i,
  /^you (?:can|could|should|need|must|may|might|have to)\b(?![^?？]*[?？])/i,
  /\banswer to (?:the|this|that|your) question\b/i,
  /\b(?:can|could|may) be (?:rephrased|rewritten|answered) (?:as|by|like)\b/i,
  /^to (?:do|achieve|accomplish|answer) (?:this|that|so|it|your)\b/i,
  /^(?:would you like|do you want me|how (?:can|may) i (?:help|assist))\b/i,
  /^(?:是的|对的|没错|当然|好的|抱歉|对不起|很抱歉|以下是|这是|不是|不，|不,)/,
  /^可以(?!.*[吗呢?？])/,
  /^(?:はい|いいえ|もちろん|申し訳|以下は|네[,. ]|예[,. ]|아니요|물론|죄송)/,
];

const ASKS =
  /[?？]|^(?:(?:and|but|so|then|or|also)[,\s]+)*(?:who|whose|what|which|when|where|why|how|is|are|was|were|am|do|does|did|can|could|will|would|should|shall|may|has|have|had|isn['’]t|aren['’]t|wasn['’]t|doesn['’]t|don['’]t|didn['’]t|can['’]t|won['’]t|shouldn['’]t)\b/i;
const TELLS =
  /^(?:add|assume|change|check|compare|confirm|convert|describe|don['’]t|ensure|explain|find|fix|give|imagine|implement|let|list|make|name|please|prove|rewrite|say|show|suppose|tell|translate|use|verify|write)\b/i;
/** A subject and its verb, with nothing between them that would make it a clause of another. */
const STATEMENT =
  /^(?:(?!(?:because|how|if|so|that|to|what|when|where|whether|which|who|whose|why)\b)[^\s?？]+\s+){1,9}(?:is|are|was|were|isn['’]t|aren['’]t|has|have|means)\s/i;
/** How a follow-up begins that says something rather than asks or orders. */
const SAYS =
  /^(?:(?:but|and|so|well|yes|no|ok|okay|hmm|then|now|sorry)[,\s]+)*(?:a|an|broken|didn['’]t|does not|doesn['’]t|error|failed|failing|fails|he|i|i['’]\w+|it|it['’]s|its|my|not|now|our|same|she|still|that|that['’]s|the|there|these|they|this|those|we|you|your)\b/i;

const ASKS_IN_CHINESE =
  /[?？吗]|什么|甚么|怎么|怎样|如何|为何|哪|多少|多久|多大|几|谁|是否|能否|可否|有没有|是不是|能不能|会不会|可不可以|要不要/;
const TELLS_IN_CHINESE = /^(?:请|解释|说明|给|列|写|用|把|将|告诉|介绍|比较|描述|证明|翻译|改)/;
const STATES_IN_CHINESE = /[是为有会能]|可以|需要|因为|应该/;

/** Whether the model has answered, or talked about answering, instead of rewriting. */
export function looksLikeAnswer(question: string, rewrite: string): boolean {
  // Blocks and openings that the question has itself were the person's own words.
  if (BLOCK.test(rewrite)) return !BLOCK.test(question) || /^[`~]/.test(rewrite);
  if (beginsAlike(question, rewrite)) return false;
  if (OPENINGS.some((opening) => opening.test(rewrite))) return true;
  return /\p{Script=Han}/u.test(rewrite)
    ? statesInChinese(question, rewrite)
    : states(question, rewrite);
}

function beginsAlike(one: string, other: string): boolean {
  const opening = (text: string) =>
    /^(?:\p{Script=Han}{1,2}|[\p{L}\p{N}'’]+)/u.exec(text.trim())?.[0].toLowerCase();
  return opening(one) !== undefined && opening(one) === opening(other);
}

/** A statement out of a question or an order: "The worst case is O(n²)." */
function states(question: string, rewrite: string): boolean {
  if (ASKS.test(rewrite) || TELLS.test(rewrite) || !STATEMENT.test(rewrite)) return false;
  return ASKS.test(question) || !(SAYS.test(question) || STATEMENT.test(question));
}

function statesInChinese(question: string, rewrite: string): boolean {
  return (
    ASKS_IN_CHINESE.test(question) &&
    !ASKS_IN_CHINESE.test(rewrite) &&
    !/呢/.test(rewrite) &&
    !TELLS_IN_CHINESE.test(rewrite) &&
    STATES_IN_CHINESE.test(rewrite)
  );
}
