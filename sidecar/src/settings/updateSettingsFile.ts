import { HIDDEN_VALUE, Settings } from '@condenser/protocol';
import { CondenserError, messageOf } from '../errors.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { firstProblem } from '../validation.ts';
import { maskedAddress } from './addressCredentials.ts';
import { isObject, readSettingsObject } from './settingsFile.ts';

/** Keys whose entries are changed one by one. */
const BY_ENTRY = new Set(['models', 'headers']);

type Json = Readonly<Record<string, unknown>>;

/**
 * Changes keys of the settings file and replaces it as a whole, so that whoever reads it meanwhile
 * reads the old or the new one. Keys that nobody knows stay, null removes a key, and a link to a
 * file elsewhere stays one.
 *
 * @returns the settings that the file holds now.
 * @throws `invalidParams` naming the key that is wrong; nothing was changed then.
 * @throws `settingsFile` when the file that is there cannot be used.
 * @throws `settingsNotSaved` when it cannot be replaced.
 */
export async function updateSettingsFile(file: string, changes: Json): Promise<Settings> {
  const { raw, settings } = changedSettings(readSettingsObject(file), changes);
  try {
    await replaceFile(file, `${JSON.stringify(raw, null, 2)}\n`, { followLink: true });
  } catch (cause) {
    throw new CondenserError('settingsNotSaved', { file, reason: messageOf(cause) }, { cause });
  }
  return settings;
}

/** What the file would hold after the changes, and the settings in it. */
export function changedSettings(stored: Json, changes: Json): { raw: Json; settings: Settings } {
  const raw = applyChanges(stored, changes);
  const parsed = Settings.safeParse(raw);
  if (parsed.success) return { raw, settings: parsed.data };
  throw new CondenserError('invalidParams', {
    method: 'settings/update',
    ...firstProblem(parsed.error, 'changes', ['changes']),
  });
}

/** The keys that the file itself sets; none when there is no file. */
export function storedKeys(file: string): string[] {
  return Object.keys(readSettingsObject(file));
}

function applyChanges(stored: Json, changes: Json): Json {
  const result = new Map(Object.entries(stored));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) result.delete(key);
    else if (key === 'ollamaHost' && typeof value === 'string') {
      result.set(key, unmasked(result.get(key), value));
    } else if (BY_ENTRY.has(key) && isObject(value))
      result.set(key, merged(key, result.get(key), value));
    else result.set(key, value);
  }
  // Not by assignment: a key such as "__proto__" is a key like any other.
  return Object.fromEntries(result);
}

function merged(key: string, before: unknown, changes: Json): Json {
  const result = new Map(Object.entries(isObject(before) ? before : {}));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) result.delete(name);
    else if (value !== HIDDEN_VALUE) result.set(name, value);
    else if (!result.has(name)) throw nothingHidden(`${key}.${name}`);
  }
  return Object.fromEntries(result);
}

function nothingHidden(field: string): CondenserError<'invalidParams'> {
  const problem = 'a hidden value stands for a stored one, and there is none';
  return new CondenserError('invalidParams', {
    method: 'settings/update',
    field: `changes.${field}`,
    problem,
  });
}

/**
 * The address to store. One that comes back as it was shown, with its password hidden, has not been
 * changed; the hidden password does not go to another host.
 */
function unmasked(before: unknown, value: string): string {
  if (typeof before === 'string' && value === maskedAddress(before)) return before;
  if (!value.includes(HIDDEN_VALUE)) return value;
  throw new CondenserError('invalidParams', {
    method: 'settings/update',
    field: 'changes.ollamaHost',
    problem: 'the user and the password must be written again with another address',
  });
}
