import { amounts } from '../words/amounts.ts';
import { AUXILIARY } from '../words/script.ts';
import { contentWords } from '../words/words.ts';
import type { Rewrite } from './rewrite.ts';

/** Whether a number of the question has another unit in the rewrite, or none. */
export function changesUnit({ question, rewrite }: Rewrite): boolean {
  const kept = amounts(rewrite);
  return amounts(question).some(
    ({ number, unit }) => !kept.some((other) => other.number === number && other.unit === unit),
  );
}

/** Whether the rewrite asks for the opposite: "last" for "first". */
export function reversesMeaning(candidate: Rewrite): boolean {
  const { question, rewrite } = candidate;
  return turnsAround(question, rewrite) || swapsRoles(candidate);
}

const ABOUT_IT = new RegExp(
  `\\b${AUXILIARY}\\s+(?:it|this|that|they|these|those)\\s+(?:also\\s+|still\\s+|really\\s+)?(\\w+)\\s+([^?]+)`,
  'i',
);
const SUBJECT = new RegExp(`\\b${AUXILIARY}\\s+(?:the\\s+|an?\\s+)?(\\S+)\\s+(.+)`, 'i');
const ABOUT_IT_IN_CHINESE =
  /(?:它|这个?|那个?)们?(?:也|还|能|会|可以|是否)*(支持|影响|覆盖|控制|依赖|包含|需要|使用|调用|继承|兼容|实现|取代|替代|生成)\s*([A-Za-z][\w.+#-]*|\p{Script=Han}{2,}?)(?=\s*(?:吗|么|呢|[?？，。]|$))/u;

/** Whether the object became the subject: "Does TypeScript support it?" for "does it support TypeScript?" */
function swapsRoles({ question, rewrite }: Rewrite): boolean {
  const [, verb = '', object = ''] = ABOUT_IT.exec(question) ?? [];
  const [, subject = '', rest = ''] = SUBJECT.exec(rewrite) ?? [];
  if (verb !== '' && subject !== '') {
    const objects = contentWords(object).latin.map((word) => word.toLowerCase());
    const isObject = objects.includes(subject.toLowerCase());
    if (isObject && rest.toLowerCase().split(/\W+/).includes(verb.toLowerCase())) return true;
  }
  const [, act = '', thing = ''] = ABOUT_IT_IN_CHINESE.exec(question) ?? [];
  if (act === '') return false;
  const acted = rewrite.search(new RegExp(act, 'u'));
  const named = rewrite.toLowerCase().indexOf(thing.toLowerCase());
  return named >= 0 && acted > named && !/被|对/.test(rewrite.slice(0, acted));
}

/** Opposite words. A row has the words of either side, in English and in Chinese. */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(?:slow|slower|slowest|slowly)\b|慢/i,
    /\b(?:fast|faster|fastest|quick\w*)\b|快(?!速排序|排)/i,
  ],
  [/\b(?:first|earliest)\b|第一|首个|最早/i, /\b(?:last|latest|final)\b|最后|最新|末/i],
  [/\b(?:before|earlier)\b|之前|以前/i, /\b(?:after|afterwards|later)\b|之后|以后/i],
  [/先(?!生|前)/, /(?<![先然之以最前])后(?![者面端缀台续])/],
  [/\bmore\b|更多|较多/i, /\b(?:less|fewer)\b|更少|较少/i],
  [/\b(?:most|maximum|max)\b|最多|最大/i, /\b(?:least|minimum|min)\b|最少|最小/i],
  [
    /\b(?:large|larger|largest|big|bigger|biggest)\b|大(?!小|写|概)/i,
    /\b(?:small|smaller|smallest)\b|(?<!大)小(?!时|写)/i,
  ],
  [/\b(?:upper ?case|capital\w*)\b|大写/i, /\blower ?case\b|小写/i],
  [/\b(?:high|higher|highest)\b|高/i, /\b(?:low|lower|lowest)\b|低/i],
  [/\b(?:better|best)\b|更好|最好/i, /\b(?:worse|worst)\b|更差|最差|更坏/i],
  [/\b(?:longer|longest|long)\b|更长|较长/i, /\b(?:shorter|shortest|short)\b|更短|较短/i],
  [/\b(?:older|oldest|old)\b|旧|更早/i, /\b(?:newer|newest|new)\b|新/i],
  [
    /\b(?:increas\w*|rais\w*|grow\w*)\b|增加|增大|提高|调大/i,
    /\b(?:decreas\w*|reduc\w*|lower\w*|shrink\w*)\b|减少|减小|降低|调小/i,
  ],
  [/\b(?:enabl\w*|activat\w*)\b|启用|开启|打开/i, /\b(?:disabl\w*|deactivat\w*)\b|禁用|关闭/i],
  [/\b(?:start|starts|begin|begins)\b|启动|开始/i, /\b(?:stop|stops|end|ends)\b|停止|结束/i],
  [
    /\b(?:add|adds|adding|insert)\b|添加|新增|加上/i,
    /\b(?:remove|removes|removing|delete|deletes|drop)\b|删除|移除|去掉/i,
  ],
  [
    /\b(?:allow|allows|permit|permits)\b|允许/i,
    /\b(?:forbid|forbids|prevent|prevents|deny|denies|block|blocks)\b|禁止|阻止/i,
  ],
  [/\bascending\b|升序/i, /\bdescending\b|降序/i],
  [/\b(?:always)\b|总是|始终/i, /\bnever\b|从不/i],
  [/\b(?:all|every)\b|所有|全部/i, /\bnone\b|没有任何/i],
  [
    /\b(?:advantages?|pros|benefits?)\b|优点|好处|优势/i,
    /\b(?:disadvantages?|cons|drawbacks?)\b|缺点|坏处|劣势/i,
  ],
  [/\b(?:left)\b|左/i, /\b(?:right)\b(?=\s+(?:side|of|align|margin|column)|[?.]|$)|右/i],
  [/\b(?:horizontal\w*)\b|水平|横向/i, /\bvertical\w*\b|垂直|竖向|纵向/i],
  [/\b(?:top|above|up)\b|上方|顶部/i, /\b(?:bottom|below|down)\b|下方|底部/i],
  [/\b(?:read|reads|reading)\b|读/i, /\b(?:write|writes|writing)\b(?=\s+(?:to|the|a|it)\b)|写入/i],
  [/\b(?:open|opens)\b/i, /\b(?:close|closes)\b/i],
  [/\b(?:cheap|cheaper|cheapest)\b|便宜/i, /\b(?:expensive|dear)\b|贵/i],
  [
    /\b(?:easy|easier|simple|simpler)\b|简单|容易/i,
    /\b(?:hard|harder|difficult|complex)\b|困难|复杂(?!度)/i,
  ],
  [/(?<!un)\bsafe\b|安全/i, /\b(?:unsafe|dangerous)\b|危险|不安全/i],
  [/\b(?:public)\b|公有|公开/i, /\bprivate\b|私有/i],
  [/\b(?:server)\b|服务端/i, /\bclient\b|客户端/i],
];
/** "It is too slow" asks for something fast. */
const EXCESS = /\btoo\b|太|过于/i;

/** Whether a text asks for one thing, and the other text for its opposite only. */
export function turnsAround(wanted: string, said: string): boolean {
  if (EXCESS.test(wanted)) return false;
  const turned = (one: RegExp, other: RegExp) =>
    one.test(wanted) && !other.test(wanted) && other.test(said) && !one.test(said);
  return OPPOSITES.some(([one, other]) => turned(one, other) || turned(other, one));
}
