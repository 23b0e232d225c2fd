import { Settings } from '@condenser/protocol';
import { CondenserError, hasCode, messageOf } from '../errors.ts';
import { firstProblem } from '../validation.ts';
import { readSmallFile } from './smallFile.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The settings of a file; the defaults if the file is missing or empty.
 *
 * @throws `settingsFile` when it cannot be read or is not a JSON object.
 * @throws `settings` naming the invalid field. Nothing is repaired silently.
 */
export function readSettings(file: string): Settings {
  const parsed = Settings.safeParse(readSettingsObject(file));
  if (parsed.success) return parsed.data;
  throw new CondenserError('settings', { file, ...firstProblem(parsed.error, 'file') });
}

/**
 * The keys and values of a settings file as they are written; none if the file is missing or empty.
 *
 * @throws `settingsFile` when it cannot be read or is not a JSON object.
 */
export function readSettingsObject(file: string): Json {
  const text = readText(file).replace(/^\uFEFF/, '');
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new CondenserError('settingsFile', { file, problem: 'malformed', reason }, { cause });
  }
  if (isObject(value)) return value;
  throw new CondenserError('settingsFile', {
    file,
    problem: 'malformed',
    reason: 'not a JSON object',
  });
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readText(file: string): string {
  try {
    return readSmallFile(file);
  } catch (cause) {
    // ENOTDIR: a home folder such as /dev/null contains no file.
    if (hasCode(cause, 'ENOENT', 'ENOTDIR')) return '';
    const reason = messageOf(cause);
    throw new CondenserError('settingsFile', { file, problem: 'unreadable', reason }, { cause });
  }
}
