import type { HistoryTurn } from './chainRequest.ts';
import { identifiers } from './namedParts.ts';
import { topicWords } from './words.ts';

/** At most this many terms, and of each this many characters. */
export const MAX_SEARCH_TERMS = 12;
const MAX_TERM_CHARACTERS = 60;
/** Of the names that the last answer gave. */
const MAX_ANSWER_NAMES = 4;
/** Of what the model proposes. */
const MAX_PROPOSED = 6;

const TERM = /[A-Za-z_$@][\w$@./:#+-]*[\w$#+]|[A-Za-z]/g;

/**
 * What a search through the code would look for: the names and the English words of the standalone
 * form, the words that the model proposed for a question in another language, and the names that
 * the last answer gave. No term twice, whatever its case.
 *
 * @param proposed the model's own line of terms; anything else in it is passed over.
 */
export function searchTerms(form: string, turns: readonly HistoryTurn[], proposed = ''): string[] {
  const words = topicWords(form).filter((word) => /^[a-z][\w+#-]+$/.test(word));
  const named = identifiers(turns.at(-1)?.assistant ?? '').slice(0, MAX_ANSWER_NAMES);
  const terms = new Map<string, string>();
  for (const term of [...identifiers(form), ...words, ...proposedTerms(proposed), ...named]) {
    const key = term.toLowerCase();
    if (term.length <= MAX_TERM_CHARACTERS && !terms.has(key)) terms.set(key, term);
  }
  return [...terms.values()].slice(0, MAX_SEARCH_TERMS);
}

function proposedTerms(line: string): string[] {
  const words = line.slice(0, 400).match(TERM) ?? [];
  return words.filter((word) => topicWords(word).length > 0).slice(0, MAX_PROPOSED);
}
