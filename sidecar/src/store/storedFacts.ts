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

/** Deeper than anything that is written here; JSON of any depth can be read, but not written. */
const MAX_DEPTH = 16;
const MAX_VALUES = 10_000;

/** Something a record may do without: one that is odd is dropped alone. */
export function fact<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}

/** The items that can be understood; the others are dropped, each alone. */
function eachOf<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) =>
      Array.isArray(value) ? value.filter((item) => schema.safeParse(item).success) : value,
    z.array(schema),
  );
}

/** An object whose odd optional fields are dropped, each alone. An odd required field refuses it. */
export function withoutOddFields<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  const fields = new Map(Object.entries<z.core.$ZodType>(schema.shape));
  const isOdd = ([name, value]: [string, unknown]) => {
    const field = fields.get(name);
    if (field === undefined || z.safeParse(field, value).success) return false;
    return z.safeParse(field, undefined).success;
  };
  return z.preprocess(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).filter((entry) => !isOdd(entry)))
        : value,
    schema,
  );
}

/** Options of a conversation or a turn, as far as they can be understood. */
export const StoredOptions = withoutOddFields(ChatOptions);

/** What went with a question. The person's text is kept whatever else of an item is odd. */
export const StoredContext = eachOf(
  withoutOddFields(ContextItem.extend({ kind: ContextItem.shape.kind.catch('text') })),
).catch([]);

/** Notices of a turn that this version knows. */
export const StoredNotices = eachOf(Notice.refine(isSmall));

/** The error that ended a turn. */
export const StoredError = withoutOddFields(
  WireError.extend({ data: ErrorData.refine(isSmall).optional() }),
);

const { promptTokens, answerTokens, loadDuration, ...durations } = CallUsage.shape;

/** Figures of a server, each for itself: an odd one counts as not reported, which is zero. */
export const StoredCallUsage = z.object({
  promptTokens: promptTokens.catch(0),
  answerTokens: answerTokens.catch(0),
  loadDuration: loadDuration.catch(0),
  promptEvalDuration: durations.promptEvalDuration.catch(0),
  evalDuration: durations.evalDuration.catch(0),
  totalDuration: durations.totalDuration.catch(0),
});

/** What a turn cost, as far as its figures are ones. */
export const StoredUsage = withoutOddFields(
  Usage.extend({ answer: StoredCallUsage.optional(), condense: StoredCallUsage.optional() }),
);

/** Whether JSON can be made of it, and not much. */
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
