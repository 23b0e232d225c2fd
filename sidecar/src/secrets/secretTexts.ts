import type { SecretKind } from '@condenser/protocol';
import { assignmentRules, matchedValue } from './assignmentRules.ts';
import { commandRules } from './commandRules.ts';
import { type TextRule, tokenRules } from './tokenRules.ts';

/** What in a text looks like a secret. */
export interface TextMatch {
  readonly rule: string;
  readonly kind: SecretKind;
  /** The line that it begins in, counted from 1. */
  readonly line: number;
}

const RULES: readonly TextRule[] = [...tokenRules, ...assignmentRules, ...commandRules];

/** Places of which a person is told; a file with more of them is one of secrets anyway. */
export const MAX_MATCHES = 20;
/** Matches of one rule that are looked at; a text made of refused ones must not take long. */
const MAX_TRIED = 5_000;

/**
 * The places in a text that look like secrets, in its order, at most one a line and at most
 * {@link MAX_MATCHES}. The time it takes grows with the length of the text and no faster.
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
  let tried = 0;
  for (const match of text.matchAll(pattern)) {
    tried += 1;
    const value = matchedValue(match);
    if (accepts?.(value, match) ?? true)
      places.push({ rule, kind, index: valueIndex(match, value) });
    if (places.length === MAX_MATCHES || tried === MAX_TRIED) break;
  }
  return places;
}

/** Where the value stands: what comes before it may be lines above. */
function valueIndex(match: RegExpExecArray, value: string): number {
  return match.index + Math.max(0, match[0].lastIndexOf(value));
}
