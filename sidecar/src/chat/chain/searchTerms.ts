import type { HistoryTurn } from './chainRequest.ts';
import { englishTerms } from './codeGlossary.ts';
import { identifiers } from './words/namedParts.ts';
import { topicWords } from './words/words.ts';

/** At most this many terms, and of each this many characters. */
export const MAX_SEARCH_TERMS = 12;
const MAX_TERM_CHARACTERS = 60;
/** Of the names that the last answer gave. */
const MAX_ANSWER_NAMES = 4;
/**
 * What a search through the code would look for: the names and the English words of the standalone
 * form, the English words for its Chinese ones, and the names that the last answer gave. No term
 * twice, whatever its case.
 */
export function searchTerms(form: string, turns: readonly HistoryTurn[]): string[] {
  const words = topicWords(form).filter((word) => /^[a-z][\w+#-]+$/.test(word));
  const named = identifiers(turns.at(-1)?.assistant ?? '').slice(0, MAX_ANSWER_NAMES);
  const terms = new Map<string, string>();
  for (const term of [...identifiers(form), ...words, ...englishTerms(form), ...named]) {
    const key = term.toLowerCase();
    if (term.length <= MAX_TERM_CHARACTERS && !terms.has(key)) terms.set(key, term);
  }
  return [...terms.values()].slice(0, MAX_SEARCH_TERMS);
}
