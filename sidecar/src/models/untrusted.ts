import { CONTROL_CLASS } from '@condenser/protocol';

const NAME_LENGTH = 512;
const TEXT_LENGTH = 64 * 1024;
const LIST_LENGTH = 64;

/** A name or another short text, on one line; undefined if it is empty or not a string. */
export function shortText(value: unknown): string | undefined {
  return bounded(value, NAME_LENGTH)?.replace(/[\t\n]+/g, ' ');
}

/** A text such as a template or a licence, without control characters and bounded in length. */
export function longText(value: unknown): string | undefined {
  return bounded(value, TEXT_LENGTH);
}

/** The short texts of a list; none if it is not a list. */
export function shortTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, LIST_LENGTH).flatMap((item) => shortText(item) ?? []);
}

/** A count of bytes or tokens; undefined if it is not a number of zero or more. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** A token count as an integer; undefined if malformed. */
export function tokenCount(value: unknown): number | undefined {
  const amount = amountOf(value);
  return amount === undefined ? undefined : Math.min(Math.round(amount), Number.MAX_SAFE_INTEGER);
}

/** A number of zero or more, or a string of one; undefined otherwise. */
export function amountOf(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') return count(Number(value));
  return count(value);
}

/** A JSON object whose fields are unchecked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named fields. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses a JSON object; undefined if the text is not one. */
export function toJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A time as ISO 8601 in UTC; undefined if invalid, or so far in the future that it means never. */
export function moment(value: unknown): string | undefined {
  const date = typeof value === 'string' || value instanceof Date ? new Date(value) : undefined;
  const year = date?.getUTCFullYear() ?? Number.NaN;
  return year >= 1970 && year < 2200 ? date?.toISOString() : undefined;
}

function bounded(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  // Cut first: the search must not go through a gigabyte.
  const cut = value.length > limit;
  const clean = stripControlCharacters(value.slice(0, limit));
  if (clean === '') return undefined;
  return cut ? `${clean}…` : clean;
}

/**
 * Terminal escape sequences in their 7-bit and 8-bit forms: CSI, the strings (OSC, DCS, SOS, PM, APC)
 * with their text, and the short ones.
 */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
/** All other control characters except tab and newline, and those that reorder text. */
const CONTROLS = new RegExp(`(?![\\t\\n])[${CONTROL_CLASS}]`, 'gu');

/**
 * Removes control characters and escape sequences: the output of a model must not move the cursor,
 * change the title, or write to the clipboard. Of a sequence that is split over two pieces, the first
 * character is removed and the rest is harmless text.
 */
export function stripControlCharacters(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, '');
}
