import { ChainInput } from '@condenser/protocol';
import * as z from 'zod';

/** A turn, or half of one, as the first web front end of this chain writes it. */
export const HistoryObject = z.union([
  z.strictObject({ Human: z.string(), Assistant: z.string().optional() }),
  z.strictObject({ Human: z.string().optional(), Assistant: z.string() }),
]);

/**
 * The input of the history-aware chain, in at most so many turns. Beside pairs the history may have
 * objects: a `Human` begins a turn, an `Assistant` ends it, and one object may do both.
 */
export function historyInput(maximumTurns: number) {
  return ChainInput.extend({
    chat_history: z.preprocess(toPairs, ChainInput.shape.chat_history.max(maximumTurns)),
  });
}

/** The same as a schema for the documents, which cannot tell what a preprocessing makes of it. */
export function historyInputSchema(maximumTurns: number) {
  const item = z.union([ChainInput.shape.chat_history.element, HistoryObject]);
  return ChainInput.extend({ chat_history: z.array(item).max(maximumTurns) });
}

type Pair = [string, string];

/** Objects become pairs; what is neither stays, for the schema to refuse where it stands. */
function toPairs(history: unknown): unknown {
  if (!Array.isArray(history) || history.every(Array.isArray)) return history;
  const items = history.map((item) => HistoryObject.safeParse(item).data ?? item);
  const isBroken = (item: unknown) =>
    !Array.isArray(item) && !HistoryObject.safeParse(item).success;
  // A pair of nothing keeps the places of the others: none of them is used.
  if (items.some(isBroken)) return items.map((item) => (isObject(item) ? ['', ''] : item));
  return fold(items as (Pair | z.infer<typeof HistoryObject>)[]);
}

function isObject(item: unknown): boolean {
  return !Array.isArray(item) && HistoryObject.safeParse(item).success;
}

/** A `Human` without an answer, and an `Assistant` without a question, are turns with one side. */
function fold(items: readonly (Pair | z.infer<typeof HistoryObject>)[]): unknown[] {
  const pairs: unknown[] = [];
  let open: Pair | undefined;
  for (const item of items) {
    if (Array.isArray(item)) {
      open = undefined;
      pairs.push(item);
      continue;
    }
    if (item.Human !== undefined || open === undefined) {
      open = [item.Human ?? '', ''];
      pairs.push(open);
    }
    if (item.Assistant !== undefined) {
      open[1] = item.Assistant;
      open = undefined;
    }
  }
  return pairs;
}
