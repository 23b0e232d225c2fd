import {
  CallUsage,
  ChatOptions,
  ContextItem,
  ErrorData,
  Notice,
  Usage,
  WireError,
} from '@condenser/protocol';
import * as z from 'zod';

// A file may come from another version, or hold what a server reported: an invalid detail is
// dropped alone, and never costs the text beside it.

/** `JSON.parse` accepts any depth; `JSON.stringify` overflows the stack. */
const MAX_DEPTH = 16;
const MAX_VALUES = 10_000;

/** An optional field that is dropped when it is invalid. */
export function lenient<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

/** An array without its invalid items. */
function validItems<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) =>
      Array.isArray(value) ? value.filter((item) => schema.safeParse(item).success) : value,
    z.array(schema),
  );
}

/** An object without its invalid optional fields. An invalid required field still fails. */
export function lenientObject<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  const fields = new Map(Object.entries<z.core.$ZodType>(schema.shape));
  const isInvalidOptional = ([name, value]: [string, unknown]) => {
    const field = fields.get(name);
    if (field === undefined || z.safeParse(field, value).success) return false;
    return z.safeParse(field, undefined).success;
  };
  return z.preprocess(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).filter((entry) => !isInvalidOptional(entry)))
        : value,
    schema,
  );
}

/** Options of a conversation or a turn. */
export const StoredOptions = lenientObject(ChatOptions);

/** The context of a question. The text of an item is kept even if its kind is unknown. */
export const StoredContext = validItems(
  lenientObject(ContextItem.extend({ kind: ContextItem.shape.kind.catch('text') })),
).catch([]);

/** The notices of a turn that this version knows. */
export const StoredNotices = validItems(Notice.refine(isSmall));

/** The error that a turn ended with. */
export const StoredError = lenientObject(
  WireError.extend({ data: ErrorData.refine(isSmall).optional() }),
);

const { promptTokens, answerTokens, loadDuration, ...durations } = CallUsage.shape;

/** The figures of one call to a server. An invalid figure counts as not reported, which is zero. */
export const StoredCallUsage = z.object({
  promptTokens: promptTokens.catch(0),
  answerTokens: answerTokens.catch(0),
  loadDuration: loadDuration.catch(0),
  promptEvalDuration: durations.promptEvalDuration.catch(0),
  evalDuration: durations.evalDuration.catch(0),
  totalDuration: durations.totalDuration.catch(0),
});

/** What a turn cost. */
export const StoredUsage = lenientObject(
  Usage.extend({ answer: StoredCallUsage.optional(), condense: StoredCallUsage.optional() }),
);

/** Whether JSON can be made of the value, and not too much of it. */
function isSmall(value: unknown): boolean {
  let [level, count] = [[value], 0];
  for (let depth = 0; level.length > 0; depth += 1) {
    count += level.length;
    if (depth > MAX_DEPTH || count > MAX_VALUES) return false;
    if (level.some((item) => typeof item === 'bigint')) return false;
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
  }
  return true;
}
