/**
 * Words that only hold a sentence together, or point at what was said. What is left of a text are
 * its content words: they are what it is about.
 */
const FUNCTION_WORDS = new Set(
  (
    'a an the and or but so then nor if than as of in on at to for from by with without into onto ' +
    'about after before over under between within per via using i me my mine you your yours he she ' +
    'his her we us our they them their theirs it its this that these those there here who whom ' +
    'whose which what when where why how whether is are was were be been being am do does did ' +
    'doing done have has had having can could will would shall should may might must not no nor ' +
    'don t s re ve ll d m isn aren wasn weren doesn didn can won wouldn couldn shouldn haven hasn ' +
    'yes ok okay please thanks thank well now just only also too still even again instead else ' +
    'same other another one ones thing things some any all both each every either neither few ' +
    'more most less least much many very really quite rather very let lets get got make makes made ' +
    'want need like tell show give say says mean means explain write use used work works help ' +
    'happen happens actually maybe perhaps exactly back up out off down hmm oh ah hey sorry'
  ).split(' '),
);

/** Characters of Chinese that do the same. */
const FUNCTION_CHARACTERS =
  /[的了吗呢吧啊呀哦嘛是在有和与或及而但且就都也还又再不没别很太更最会能可以要想得地着过把被让给对从到向为因所其之于以我你他她它们这那此该哪谁什么怎样如何为何几多少请好啦个种条项些样说用做写看改成换下上中里吧]/gu;

/** The content words of a text, in lower case: words of letters, and pairs of Chinese characters. */
export function contentWords(text: string): string[] {
  const lower = text.normalize('NFKC').toLowerCase();
  const words = (lower.match(/(?!\p{Script=Han})[\p{L}\p{N}_][^\s\p{P}\p{Script=Han}]*/gu) ?? [])
    .map((word) => word.replace(/[^\p{L}\p{N}_+#]+$/u, ''))
    .filter((word) => word !== '' && !FUNCTION_WORDS.has(word));
  return [...new Set([...words, ...hanPairs(lower)])];
}

/** Chinese has no spaces: neighbouring content characters stand for words. */
export function hanPairs(text: string): string[] {
  const runs = text.replace(FUNCTION_CHARACTERS, ' ').match(/\p{Script=Han}+/gu) ?? [];
  return runs.flatMap((run) =>
    run.length === 1
      ? []
      : Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)),
  );
}

/** How many Chinese characters of the text carry content. */
export function hanContent(text: string): number {
  return text.replace(FUNCTION_CHARACTERS, '').match(/\p{Script=Han}/gu)?.length ?? 0;
}

/** Whether the words are one in two forms: "index" and "indexes", "delete" and "deleting". */
export function sameStem(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = Math.min(one.length, other.length);
  if (shorter < 3 || /\p{Script=Han}/u.test(one)) return false;
  const stem = Math.max(3, Math.min(shorter, Math.max(one.length, other.length) - 4));
  return one.slice(0, stem) === other.slice(0, stem);
}
