import type { ConversationDamage } from '@condenser/protocol';

/** The damage of a conversation's file, by kind. */
export type DamageTexts = {
  readonly [Kind in ConversationDamage['kind']]: (detail: string) => string;
};

/** The messages of `condenser conversations`. */
export interface ConversationsTexts {
  readonly none: string;
  readonly noneDeleted: string;
  readonly nothingFound: (facts: { query: string }) => string;
  /** There are more than the limit. */
  readonly more: (facts: { shown: number }) => string;
  readonly turns: (count: number) => string;
  /** Turns on other branches than the one shown. */
  readonly otherBranches: (count: number) => string;
  readonly context: (facts: { name: string; lines: number }) => string;
  readonly running: string;
  readonly draft: (text: string) => string;
  readonly inTrash: (facts: { id: string }) => string;
  readonly damaged: (facts: { lines: number }) => string;
  /** The damage of a conversation's file; `detail` is the system's message or a count. */
  readonly damage: (facts: { kind: ConversationDamage['kind']; detail: string }) => string;
  /** The files that an export left out. */
  readonly notExported: (facts: { files: readonly string[] }) => string;
  /** Printed when a conversation is continued. */
  readonly goesOn: (facts: { title: string; turns: number }) => string;
  readonly exported: (facts: { path: string; conversations: number }) => string;
  readonly imported: (facts: {
    conversations: number;
    turnsAdded: number;
    turnsKnown: number;
  }) => string;
  /** `until` is a local time. */
  readonly deleted: (facts: { title: string; id: string; until: string }) => string;
  readonly erased: (facts: { title: string }) => string;
  readonly restored: (facts: { title: string }) => string;
}
