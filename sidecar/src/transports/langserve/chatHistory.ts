import { ChainInput } from '@condenser/protocol';
import * as z from 'zod';

/** A turn or half of one, in the format of this chain's first web front end. */
export const HistoryObject = z.union([
  z.strictObject({ Human: z.string(), Assistant: z.string().optional() }),
  z.strictObject({ Human: z.string().optional(), Assistant: z.string() }),
]);

/**
 * The input of the history-aware chain, with at most `maxTurns` turns. Besides pairs, the history may
 * contain objects: `Human` begins a turn, `Assistant` ends it, and one object may have both.
 */
export function historyInput(maxTurns: number) {
  return ChainInput.extend({
    chat_history: z.preprocess(toPairs, ChainInput.shape.chat_history.max(maxTurns)),
  });
}

/** The same for the documentation, where a preprocessed schema cannot be described. */
export function historyInputSchema(maxTurns: number) {
  const item = z.union([ChainInput.shape.chat_history.element, HistoryObject]);
  return ChainInput.extend({ chat_history: z.array(item).max(maxTurns) });
}

type Pair = [string, string];

/** Converts objects to pairs. Other values stay, so that the schema reports them at their place. */
function toPairs(history: unknown): unknown {
  if (!Array.isArray(history) || history.every(Array.isArray)) return history;
  const items = history.map((item) => HistoryObject.safeParse(item).data ?? item);
  const isBroken = (item: unknown) =>
    !Array.isArray(item) && !HistoryObject.safeParse(item).success;
  // Empty pairs keep the indexes of invalid items right; the pairs themselves are not used.
  if (items.some(isBroken)) return items.map((item) => (isObject(item) ? ['', ''] : item));
  return fold(items as (Pair | z.infer<typeof HistoryObject>)[]);
}

function isObject(item: unknown): boolean {
  return !Array.isArray(item) && HistoryObject.safeParse(item).success;
}

/** A `Human` without an answer and an `Assistant` without a question become one-sided turns. */
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
