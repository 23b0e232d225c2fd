import { readFileSync } from 'node:fs';
import { Settings } from '@condenser/protocol';
import { SettingsError } from '../errors/index.ts';

/**
 * The settings of a file, or the defaults when there is none.
 *
 * @throws SettingsError naming the field that is wrong. Nothing is repaired silently.
 */
export function readSettings(file: string): Settings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Settings.parse({});
    throw new SettingsError({ file, field: 'file', problem: messageOf(cause) }, { cause });
  }
  return parseSettings(file, text);
}

function parseSettings(file: string, text: string): Settings {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new SettingsError({ file, field: 'file', problem: messageOf(cause) }, { cause });
  }
  const parsed = Settings.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SettingsError({
    file,
    field: issue?.path.map(String).join('.') || 'file',
    problem: issue?.message ?? 'invalid',
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
