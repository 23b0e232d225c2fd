import { HIDDEN_VALUE, Settings } from '@condenser/protocol';
import { CondenserError, messageOf } from '../errors.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { firstProblem } from '../validation.ts';
import { maskedAddress } from './addressCredentials.ts';
import { isObject, readSettingsObject } from './settingsFile.ts';

/** Keys whose entries are updated individually. */
const BY_ENTRY = new Set(['models', 'headers']);

type Json = Readonly<Record<string, unknown>>;

/**
 * Changes keys of the settings file and replaces it as a whole, so that other readers see the old or
 * the new one. Unknown keys are kept, null removes a key, and a symbolic link stays one.
 *
 * @returns the settings in the file.
 * @throws `invalidParams` naming the invalid key; the file is unchanged.
 * @throws `settingsFile` when the existing file cannot be used.
 * @throws `settingsNotSaved` when the file cannot be replaced.
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

/** The content of the file after the changes, and its settings. */
export function changedSettings(stored: Json, changes: Json): { raw: Json; settings: Settings } {
  const raw = applyChanges(stored, changes);
  const parsed = Settings.safeParse(raw);
  if (parsed.success) return { raw, settings: parsed.data };
  throw new CondenserError('invalidParams', {
    method: 'settings/update',
    ...firstProblem(parsed.error, 'changes', ['changes']),
  });
}

/** The keys that the file sets; none without a file. */
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
  // Not by assignment, so that "__proto__" is an ordinary key.
  return Object.fromEntries(result);
}

function merged(key: string, before: unknown, changes: Json): Json {
  const result = new Map(Object.entries(isObject(before) ? before : {}));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) result.delete(name);
    else if (value !== HIDDEN_VALUE) result.set(name, value);
    else if (!result.has(name)) throw noStoredValue(`${key}.${name}`);
  }
  return Object.fromEntries(result);
}

function noStoredValue(field: string): CondenserError<'invalidParams'> {
  const problem = 'the value is hidden, but no value is stored';
  return new CondenserError('invalidParams', {
    method: 'settings/update',
    field: `changes.${field}`,
    problem,
  });
}

/**
 * The address to store. An address with a hidden password is unchanged if it is the stored one; the
 * stored password is never used for another host.
 */
function unmasked(before: unknown, value: string): string {
  if (typeof before === 'string' && value === maskedAddress(before)) return before;
  if (!value.includes(HIDDEN_VALUE)) return value;
  throw new CondenserError('invalidParams', {
    method: 'settings/update',
    field: 'changes.ollamaHost',
    problem: 'enter the user and the password again to change the address',
  });
}
