import { CONTROL_CLASS } from '@condenser/protocol';

const NAME_LENGTH = 512;
const TEXT_LENGTH = 64 * 1024;
const LIST_LENGTH = 64;

/** A name or another short word, on one line; undefined for what is no text, or empty. */
export function shortText(value: unknown): string | undefined {
  return bounded(value, NAME_LENGTH)?.replace(/[\t\n]+/g, ' ');
}

/** A template, a licence: without control characters, and not endless. */
export function longText(value: unknown): string | undefined {
  return bounded(value, TEXT_LENGTH);
}

/** The short words of a list; none for what is no list. */
export function shortTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, LIST_LENGTH).flatMap((item) => shortText(item) ?? []);
}

/** A count of bytes or tokens; undefined for what is none. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** The count of tokens that a server reports, an integer; undefined for a malformed one. */
export function tokenCount(value: unknown): number | undefined {
  const amount = amountOf(value);
  return amount === undefined ? undefined : Math.min(Math.round(amount), Number.MAX_SAFE_INTEGER);
}

/** A number of zero or more, also written as a string; undefined for anything else. */
export function amountOf(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') return count(Number(value));
  return count(value);
}

/** A JSON object whose fields nobody has looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named fields. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object in a text; undefined for anything else. */
export function toJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A moment as ISO 8601 in UTC; undefined for what is none, and for the far future: never. */
export function moment(value: unknown): string | undefined {
  const date = typeof value === 'string' || value instanceof Date ? new Date(value) : undefined;
  const year = date?.getUTCFullYear() ?? Number.NaN;
  return year >= 1970 && year < 2200 ? date?.toISOString() : undefined;
}

function bounded(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  // Cut before it is searched: a text of a gigabyte is not worth that.
  const cut = value.length > limit;
  const clean = stripControlCharacters(value.slice(0, limit));
  if (clean === '') return undefined;
  return cut ? `${clean}…` : clean;
}

/**
 * Escape sequences as terminals read them, in their 7-bit and 8-bit forms: CSI, the strings (OSC,
 * DCS, SOS, PM, APC) with their text, and the short ones.
 */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
/** Every other control character but tab and newline, and what reorders text to deceive. */
const CONTROLS = new RegExp(`(?![\\t\\n])[${CONTROL_CLASS}]`, 'gu');

/**
 * The text without what a terminal would obey: a model's output must not move the cursor, change
 * the title, or write to the clipboard. A sequence split over two pieces loses its first
 * character in the first and is harmless text in the second.
 */
export function stripControlCharacters(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, '');
}
