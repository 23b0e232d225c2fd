import type { ContextItem, SecretFinding } from '@condenser/protocol';
import { matchSecretPath } from './secretPaths.ts';
import { matchSecretText } from './secretTexts.ts';

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
