type Json = Readonly<Record<string, unknown>>;

/** The record types of format 1, and what they are called now. */
const TYPES = new Map<unknown, string>([
  ['asked', 'turnStarted'],
  ['grew', 'delta'],
  ['ended', 'turnFinished'],
  ['changed', 'conversationChanged'],
]);

const FIELDS = { asking: 'userMessage', firstTurn: 'omittedTurns' } as const;

/**
 * Translates a parsed line of disk format 1 to the present format; returns any other value as it is.
 * The record decides, not the header of its file: an older version may still append to a file that a
 * newer one has opened.
 */
export function upgradeFormat1(value: unknown): unknown {
  if (!isObject(value)) return value;
  const type = TYPES.get(value.type);
  if (type === undefined) return value;
  const { facts, ...fields } = value;
  const upgraded = { ...fields, type };
  return facts === undefined ? upgraded : { ...upgraded, metadata: renameFormat1Fields(facts) };
}

/** Renames the fields of a turn of format 1, in a record or an export, to their present names. */
export function renameFormat1Fields(value: unknown): unknown {
  if (!isObject(value)) return value;
  const renamed: Record<string, unknown> = { ...value };
  for (const [before, now] of Object.entries(FIELDS)) {
    if (renamed[before] === undefined) continue;
    renamed[now] ??= renamed[before];
    delete renamed[before];
  }
  return renamed;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
