import type { ContextItem, SecretFinding } from '@condenser/protocol';
import { matchSecretPath } from './secretPaths.ts';
import { matchSecretText } from './secretTexts.ts';

/** A finding without its sentence. */
export type ContextSecret = Omit<SecretFinding, 'message'>;

/** What in the items looks like a secret, by their names and their texts, in their order. */
export function secretsInContext(items: readonly ContextItem[]): ContextSecret[] {
  return items.flatMap((item, index) =>
    secretsInItem(item).map((found) => ({ item: index, ...found })),
  );
}

/** What in the text of a question looks like a secret. */
export function secretsInQuestion(text: string): ContextSecret[] {
  return matchSecretText(text);
}

function secretsInItem({ uri, title, text, range }: ContextItem): ContextSecret[] {
  const byPath = [uri, title].flatMap((path) => (path && matchSecretPath(path)) || []).slice(0, 1);
  // Lines of a selection are counted as the document counts them.
  const before = range?.start.line ?? 0;
  const byText = matchSecretText(text).map((found) => ({ ...found, line: found.line + before }));
  return [...byPath, ...byText];
}
