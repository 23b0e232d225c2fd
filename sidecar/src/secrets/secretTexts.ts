import type { ContextItem, SecretFinding, SecretKind } from '@condenser/protocol';
import { assignmentRules, matchedValue } from './assignmentRules.ts';
import { commandRules } from './commandRules.ts';
import { matchSecretPath } from './secretPaths.ts';
import { type TextRule, tokenRules } from './tokenRules.ts';

/** A likely secret in a text. */
export interface TextMatch {
  readonly rule: string;
  readonly kind: SecretKind;
  /** The line where it starts, counted from 1. */
  readonly line: number;
}

const RULES: readonly TextRule[] = [...tokenRules, ...assignmentRules, ...commandRules];

/** The most matches to report; a file with more of them is a file of secrets anyway. */
export const MAX_MATCHES = 20;
/** The most matches to check per rule, so that a text full of rejected ones does not take long. */
const MAX_CHECKED = 5_000;

/**
 * The likely secrets in a text, in order, at most one per line and at most {@link MAX_MATCHES}. The
 * time is linear in the length of the text.
 */
export function matchSecretText(text: string): TextMatch[] {
  const found = RULES.flatMap((rule) => placesOf(rule, text)).sort((a, b) => a.index - b.index);
  const matches: TextMatch[] = [];
  let line = 1;
  let at = 0;
  for (const { rule, kind, index } of found) {
    for (let next = text.indexOf('\n', at); next >= 0 && next < index; ) {
      line += 1;
      at = next + 1;
      next = text.indexOf('\n', at);
    }
    if (matches.at(-1)?.line !== line) matches.push({ rule, kind, line });
    if (matches.length === MAX_MATCHES) break;
  }
  return matches;
}

interface Place {
  readonly rule: string;
  readonly kind: SecretKind;
  readonly index: number;
}

function placesOf({ rule, kind, pattern, accepts }: TextRule, text: string): Place[] {
  const places: Place[] = [];
  let checked = 0;
  for (const match of text.matchAll(pattern)) {
    checked += 1;
    const value = matchedValue(match);
    if (accepts?.(value, match) ?? true)
      places.push({ rule, kind, index: valueIndex(match, value) });
    if (places.length === MAX_MATCHES || checked === MAX_CHECKED) break;
  }
  return places;
}

/** The index of the value; the text before it in the match may span lines. */
function valueIndex(match: RegExpExecArray, value: string): number {
  return match.index + Math.max(0, match[0].lastIndexOf(value));
}

/** A finding without its message. */
export type ContextSecret = Omit<SecretFinding, 'message'>;

/** The likely secrets in the items, by their names and texts, in order. */
export function secretsInContext(items: readonly ContextItem[]): ContextSecret[] {
  return items.flatMap((item, index) =>
    secretsInItem(item).map((found) => ({ item: index, ...found })),
  );
}

/** The likely secrets in the text of a question. */
export function secretsInQuestion(text: string): ContextSecret[] {
  return matchSecretText(text);
}

function secretsInItem({ uri, title, text, range }: ContextItem): ContextSecret[] {
  const byPath = [uri, title].flatMap((path) => (path && matchSecretPath(path)) || []).slice(0, 1);
  // The lines of a selection are those of its document.
  const before = range?.start.line ?? 0;
  const byText = matchSecretText(text).map((found) => ({ ...found, line: found.line + before }));
  return [...byPath, ...byText];
}
