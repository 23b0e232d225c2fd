import { AUXILIARY, dominantScript, isEnglish } from '../words/script.ts';
import type { Rewrite } from './rewrite.ts';

/** A code block or a list. No question begins with one. */
const BLOCK = /^(?:```|~~~|[-*•] |\d+[.)] |[{[](?=\s*["'{[]))/;

/** Beginnings of answers. */
const OPENINGS = [
  /^(?:yes|no|yeah|nope|sure|certainly|absolutely|definitely|of course|great question)(?:[,.!:;]|\s+(?:it|you|i|they|that|this|there|we|he|she)\b|$)/i,
  /^here(?:['’]s| is| are)\b/i,
  /^i(?:['’]m| am) (?:sorry|afraid|unable|an ai|a language|happy|glad|here to)\b/i,
  /^(?:sorry|as an ai|i can(?:not|['’]t)|i apologi[sz]e|let me)\b/i,
  /^(?:it|this|that)(?:['’]s| is| was)\b(?![^?？]*[?？])/i,
  /^you (?:can|could|should|need|must|may|might|have to)\b/i,
  /^(?:i|we) (?:think|believe|guess|assume|suppose|suspect|would say|recommend|suggest)\b/i,
  /^我(?:认为|觉得|想是|猜|建议|推荐)/,
  /\banswer to (?:the|this|that|your) question\b/i,
  /\b(?:can|could|may) be (?:rephrased|rewritten|answered) (?:as|by|like)\b/i,
  /^to (?:do|achieve|accomplish|answer) (?:this|that|so|it|your)\b/i,
  /^(?:would you like|do you want me|how (?:can|may) i (?:help|assist))\b/i,
  /^because\b/i,
  /^因为/,
  /^(?:是的|对的|没错|当然|好的|抱歉|对不起|很抱歉|以下是|这是|不是|不，|不,)/,
  /^可以(?!.*[吗呢?？])/,
  /^(?:はい|いいえ|もちろん|申し訳|以下は|네[,. ]|예[,. ]|아니요|물론|죄송)/,
];

const ASKS =
  /[?？]|^(?:(?:and|but|so|then|or|also)[,\s]+)*(?:who|whose|what|which|when|where|why|how|is|are|was|were|am|do|does|did|can|could|will|would|should|shall|may|has|have|had|isn['’]t|aren['’]t|wasn['’]t|doesn['’]t|don['’]t|didn['’]t|can['’]t|won['’]t|shouldn['’]t)\b|[,;:]\s*(?:why|how|what|where|when|which|who)\b[^\p{L}]*$/iu;
const TELLS =
  /^(?:add|adapt|assume|change|check|clarify|compare|complete|confirm|continue|convert|correct|create|debug|define|describe|design|don['’]t|elaborate|ensure|expand|explain|extend|find|finish|fix|generate|give|help|imagine|implement|improve|include|keep|let|let['’]s|list|make|modify|move|name|optimi[sz]e|please|port|prove|provide|reduce|refactor|remove|rename|repeat|rephrase|replace|rewrite|reword|say|shorten|show|simplify|solve|split|summari[sz]e|suppose|switch|tell|test|translate|turn|update|use|verify|write)\b/i;
/** Verbs that begin answers as often as instructions. */
const SOLVES = /^(?:check|confirm|ensure|keep|move|split|switch|try|use|verify)\b/i;
/** Words that may stand before a question or an order. */
const LEAD =
  /^(?:(?:no|yes|ok|okay|well|sorry|thanks|please|now|then|and|but|so|also|instead|alternatively|for (?:the|this|that) \w+|in \w+)\b[,.:!;]?\s*|[-*•]\s+|\d+[.)]\s+)+/i;
const LEAD_IN_CHINESE =
  /^(?:(?:不对|不是|不|好的|好|那么|那|再|也|同样|另外|现在|然后|OK|ok|是的|对|嗯|我说的是|我的意思是)[，,、。.：:\s]*|\d+[.、)]\s*)+/;
const WISHES =
  /\b(?:i (?:want|need|would like|wish|am trying|try|mean)|i['’]d like|i['’]m (?:trying|looking|asking)|my (?:question|problem) is)\b/i;
const WISHES_IN_CHINESE = /我(?:想|要|需要|希望|打算)/;
/** A subject and its verb, without a word between them that makes it a subordinate clause. */
const STATEMENT =
  /^(?:(?!(?:because|how|if|so|that|to|what|when|where|whether|which|who|whose|why)\b)[^\s?？]+\s+){1,9}(?:is|are|was|were|isn['’]t|aren['’]t|has|have|means)\s/i;
/** Beginnings of follow-ups that are statements. */
const SAYS =
  /^(?:(?:but|and|so|well|yes|no|ok|okay|hmm|then|now|sorry)[,\s]+)*(?:a|an|broken|didn['’]t|does not|doesn['’]t|error|failed|failing|fails|he|i|i['’]\w+|it|it['’]s|its|my|not|now|our|same|she|still|that|that['’]s|the|there|these|they|this|those|we|you|your)\b/i;

const ASKS_IN_CHINESE =
  /[?？吗]|什么|甚么|怎么|怎样|如何|为何|哪|多少|多久|多大|几|谁|是否|能否|可否|有没有|是不是|能不能|会不会|可不可以|要不要/;
const ORDERS_IN_CHINESE =
  /^(?:请|帮|解释|说明|给|列|写|用|把|将|让|告诉|介绍|比较|对比|描述|证明|翻译|改|修|继续|接着|展开|详细|简|更|总结|概括|重写|优化|添加|增加|加|删|去掉|替换|换|实现|生成|创建|展示|举|补充|完成|完善|分析|检查|看|讲|说|提供|转换|转|处理|支持|拆分|合并|测试|修复|解决|去除|移除|设置|定义)/;
const STATES_IN_CHINESE = /[是为有会能]|可以|需要|因为|应该/;

/** Whether the model answered, or talked about answering, instead of rewriting. */
export function looksLikeAnswer(question: string, rewrite: string): boolean {
  // A rewrite may keep blocks and openings of the question.
  if (BLOCK.test(rewrite)) return !BLOCK.test(question) || /^[`~{[]/.test(rewrite);
  if (beginsAlike(question, rewrite)) return false;
  if (OPENINGS.some((opening) => opening.test(rewrite))) return true;
  return /\p{Script=Han}/u.test(rewrite)
    ? statesInChinese(question, rewrite)
    : states(question, rewrite);
}

/**
 * Whether a text is a question or an order. `users` are the user's messages: a verb that they used
 * in an order is one here too.
 */
export function asksOrOrders(text: string, users: readonly string[], question: string): boolean {
  if (/\p{Script=Han}/u.test(text)) return asksOrOrdersInChinese(text);
  const bare = text.replace(LEAD, '').trim();
  if (ASKS.test(text) || ASKS.test(bare) || WISHES.test(text)) return true;
  const verb = /^\p{L}+/u.exec(bare)?.[0].toLowerCase();
  if (verb === undefined) return false;
  const ordered = users.some((user) => ordersWith(user, verb));
  if (SOLVES.test(bare)) return ordered || !ASKS.test(question);
  return ordered || TELLS.test(bare);
}

/** Whether the verb stands at the beginning of a clause, as in an order. */
function ordersWith(text: string, verb: string): boolean {
  return text
    .toLowerCase()
    .split(
      /[.!?;:\n,]+\s*|\b(?:please|(?:want|need|how|like|trying|going|able|have) to|you|i|we|also|then|now|just|don['’]t|and)\s+/,
    )
    .some((clause) => clause.startsWith(verb) && !/^\p{L}/u.test(clause.slice(verb.length)));
}

function asksOrOrdersInChinese(text: string): boolean {
  const bare = text.replace(LEAD_IN_CHINESE, '').trim();
  if (ASKS_IN_CHINESE.test(text) || WISHES_IN_CHINESE.test(text) || /呢/.test(text)) return true;
  // "在 a.py 里，把 …": the order may come after where it is to be done.
  return (
    ORDERS_IN_CHINESE.test(bare) ||
    /[，,]\s*(?:而是)?(?:请|把|将|让|用|改)|^在[^，。]{1,20}(?:把|将|用|加)/.test(bare) ||
    /请(?:你)?[\p{Script=Han}]/u.test(bare)
  );
}

function beginsAlike(one: string, other: string): boolean {
  const opening = (text: string) =>
    /^(?:\p{Script=Han}{1,2}|[\p{L}\p{N}'’]+)/u.exec(text.trim())?.[0].toLowerCase();
  return opening(one) !== undefined && opening(one) === opening(other);
}

/** Whether a question or an order became a statement: "The worst case is O(n²)." */
function states(question: string, rewrite: string): boolean {
  if (ASKS.test(rewrite) || TELLS.test(rewrite) || !STATEMENT.test(rewrite)) return false;
  return ASKS.test(question) || !(SAYS.test(question) || STATEMENT.test(question));
}

function statesInChinese(question: string, rewrite: string): boolean {
  return (
    ASKS_IN_CHINESE.test(question) &&
    !ASKS_IN_CHINESE.test(rewrite) &&
    !/呢/.test(rewrite) &&
    !ORDERS_IN_CHINESE.test(rewrite.replace(LEAD_IN_CHINESE, '')) &&
    STATES_IN_CHINESE.test(rewrite)
  );
}

/** How models begin to think aloud without a mark. No title or question begins like this. */
const THINKING_OPENINGS = [
  // A tag of any name.
  /^<[/|]?\s*[\p{L}!][^<>]*>/u,
  /^(?:hmm+|wait|huh|uh|umm*|ah|oh|let me see|let['’]s see|actually|thinking)(?:[,.:!…—-]|\s*\.{2,})\s*/i,
  /^(?:so|ok|okay|well|now)?[,\s]*(?:the|this|my|their|his|her) (?:(?:follow-up|last|real|actual|new|underlying) )?(?:question|message|follow-up|request|query) (?:here )?(?:is|was|asks|means|seems|refers|could|might|must)\b/i,
  /^(?:ok|okay|alright|all right|right|well|now|first|hm)[,.!]?\s+so\b/i,
  /^(?:ok|okay|alright|all right|right|well)[,.!…]\s/i,
  /^让我们?(?:想|看|先|来|分析)/,
  /^[[(](?:think|thought|analysis|reason)\w*[\])]/i,
  /^(?:嗯|唔|呃|等等|等一下|哦|啊)[，,。…、\s]/,
  /^(?:所以|那么)?[，,]?(?:这个?|用户的?)(?:问题|追问|消息)(?:是|就是|的意思|问的)/,
  /^(?:(?:ok|okay|alright|all right|hmm+|well|so|first|now|right|good|let['’]s see)[,.:!…]*\s+)*(?:the user|the person|they)\s+(?:just\s+|now\s+)?(?:wants?|asks?|asked|says?|said|would like|seems? to|wrote|(?:is|are|was|were)\s+(?:asking|looking|trying|saying|referring|requesting|wondering))\b/i,
  /^(?:(?:ok|okay|alright|all right|hmm+|well|so|first|now|right)[,.:!…]*\s+)+(?:i|we|let me|let['’]s)\b/i,
  /^(?:let me|let['’]s)\s+(?:think|see|start|analy[sz]e|break|figure|look|first|consider|try)\b/i,
  /^(?:i|we)\s+(?:(?:need|have)\s+to|should|must|will)\s+(?:rewrite|rephrase|rework|create|produce|come up|think|figure|make|write|give|generate|turn)\b/i,
  /^(?:嗯+|好的?|好吧|那么|首先|现在|唔)[，,。…、]*\s*(?:让?我|我们|用户|这个?问题|首先|现在|先)/,
  /^(?:用户|我(?:需要|应该|得|要))(?:想|问|在|需|要|说|提|的问题|先|把|改写|重写|思考|理解|给出|生成)/,
];

/**
 * Whether the model thinks aloud instead of writing a title or a rewrite. A text may begin like
 * this if its question does.
 */
export function isThinkingAloud(text: string, question: string): boolean {
  const thinksAloud = (words: string) =>
    THINKING_OPENINGS.some((opening) => opening.test(words.trim()));
  return thinksAloud(text) && !thinksAloud(question);
}

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
