import { amounts } from '../words/amounts.ts';
import { AUXILIARY } from '../words/mood.ts';
import { turnsAround } from '../words/opposites.ts';
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
