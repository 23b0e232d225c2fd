import type { ConversationDamage } from '@condenser/protocol';

/** What is wrong with a file, by kind. */
export type DamageTexts = {
  readonly [Kind in ConversationDamage['kind']]: (detail: string) => string;
};

/** What `condenser conversations` says beside what it shows. */
export interface ConversationsTexts {
  readonly none: string;
  readonly noneDeleted: string;
  readonly nothingFound: (facts: { query: string }) => string;
  /** There are more than the limit let through. */
  readonly more: (facts: { shown: number }) => string;
  readonly turns: (count: number) => string;
  /** Turns that are not on the branch that is shown. */
  readonly otherBranches: (count: number) => string;
  readonly context: (facts: { name: string; lines: number }) => string;
  readonly running: string;
  readonly draft: string;
  readonly inTrash: (facts: { id: string }) => string;
  readonly damaged: (facts: { lines: number }) => string;
  /** What is wrong with the file of a conversation; `detail` is the system's word, or a count. */
  readonly damage: (facts: { kind: ConversationDamage['kind']; detail: string }) => string;
  /** An export went without these. */
  readonly notExported: (facts: { files: readonly string[] }) => string;
  /** Before the first question to a conversation that goes on. */
  readonly goesOn: (facts: { title: string; turns: number }) => string;
  readonly exported: (facts: { path: string; conversations: number }) => string;
  readonly imported: (facts: {
    conversations: number;
    turnsAdded: number;
    turnsKnown: number;
  }) => string;
  /** `until` is a day, as the person's calendar has it. */
  readonly deleted: (facts: { title: string; id: string; until: string }) => string;
  readonly erased: (facts: { title: string }) => string;
  readonly restored: (facts: { title: string }) => string;
}
