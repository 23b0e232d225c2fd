import { identifiers, names, quotations } from '../words/namedParts.ts';
import { isGeneric } from '../words/vocabulary.ts';
import { type KnownWords, tokens } from '../words/words.ts';

/** Words that stand where the name of a language, a tool or a person does: "in rust?". */
const PLACED = [
  /\b(?:in|with|using|via)\s+([\p{L}][\p{L}\p{N}+#.-]*)(?=\s*(?:$|[?.!,;]|\b(?:instead|and|or|for|on|as)\b))/giu,
  /^(?:does|is|can|will|did)\s+([\p{L}][\p{L}\p{N}+#.-]*)\s/giu,
];
/** Endings of words that are no names. */
const COMMON = /(?:ly|ing|ed|tion|ment|ance|ence|sis|al|ity|ism|s|er|ory|age)$/i;
/** A Chinese surname with a given name. */
const PERSON =
  /(?<!\p{Script=Han}{3})([张李王赵刘陈杨孙吴徐朱郭][\p{Script=Han}]{1,2}?)(?=的|说|写|和|与|用|问)/gu;

/** The words of a rewrite that are names by their place, whatever their spelling. */
export function placedNames(text: string): string[] {
  const placed = PLACED.flatMap((pattern) => [...text.matchAll(pattern)])
    .map(([, name = '']) => name.replace(/[^\p{L}\p{N}+#]+$/u, ''))
    .filter((name) => !isGeneric(name) && !COMMON.test(name));
  return [...placed, ...[...text.matchAll(PERSON)].map(([, name = '']) => name)];
}

const MIN_NAME_LENGTH = 3;

/** Whether the rewrite has a name of the conversation with one letter too many, too few or changed. */
export function misspells(rewrite: string, conversation: string, known: KnownWords): boolean {
  const unknown = tokens(rewrite).filter((word) => !isGeneric(word) && !known.hasLatin(word));
  if (unknown.length === 0) return false;
  const said = [...names(conversation), ...identifiers(conversation), ...quotations(conversation)];
  const named = new Set(said.map((name) => name.toLowerCase()));
  return unknown.some((word) =>
    [...named].some(
      (name) => name.length >= MIN_NAME_LENGTH && isOneLetterOff(word.toLowerCase(), name),
    ),
  );
}

function isOneLetterOff(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  // A changed letter in a short word makes another word.
  if (one.length === other.length)
    return one.length > 4 && one.slice(at + 1) === other.slice(at + 1);
  return one.length > other.length
    ? one.slice(at + 1) === other.slice(at)
    : one.slice(at) === other.slice(at + 1);
}
