import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { Settings } from '@condenser/protocol';
import { CondenserError, hasCode, messageOf } from '../errors.ts';
import { firstProblem } from '../validation.ts';

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

/** More than settings or certificates need. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The text of a small regular file, in UTF-8. Never waits for a pipe, and never reads a device.
 *
 * @throws a system error, or an error that the file is not regular or too large.
 */
export function readSmallFile(path: string): string {
  requireFile(path, statSync(path));
  // Windows has neither named pipes in folders nor this flag.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    // The file may have been replaced meanwhile.
    requireFile(path, fstatSync(file));
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(file, chunk);
      if (read === 0) return Buffer.concat(chunks).toString('utf8');
      length += read;
      // The reported size may be wrong.
      if (length > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES} bytes`);
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

function requireFile(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  const code = stats.isDirectory() ? 'EISDIR: ' : '';
  throw new Error(`${code}${path} is not a regular file`);
}
