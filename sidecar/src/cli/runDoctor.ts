import type { Finding } from '@condenser/protocol';
import { type ErrorOf, isError } from '../errors.ts';
import { readSettings } from '../settings/settingsFile.ts';
import { createApplication } from './createApplication.ts';
import { examineWith } from './doctorOptions.ts';
import { type CommonFlags, settingsFile } from './environment.ts';

/**
 * Prints each finding as it comes, or all of them as one JSON document.
 *
 * @returns the exit code: 1 when a chat could not run.
 */
export async function runDoctor(flags: CommonFlags, json = false): Promise<number> {
  const { reportLines } = await import('../doctor/report.ts');
  const { stripControlCharacters } = await import('../models/controlCharacters.ts');
  // What a server calls its models, and what it answers, must not reach a terminal as it is.
  const print = (text: string) => process.stdout.write(`${stripControlCharacters(text)}\n`);
  const settingsError = whySettingsFail();
  const application = createApplication(flags, { ignoreSettingsFile: settingsError !== undefined });
  const findings: Finding[] = [];
  for await (const finding of examineWith(flags, application, settingsError)) {
    findings.push(finding);
    if (!json) print(reportLines(finding, application.wording().level));
  }
  await application.close();
  const ok = findings.every(({ level }) => level !== 'problem');
  if (json) print(JSON.stringify({ ok, findings }, null, 2));
  return ok ? 0 : 1;
}

function whySettingsFail(): ErrorOf<'settings' | 'settingsFile'> | undefined {
  try {
    readSettings(settingsFile());
    return undefined;
  } catch (error) {
    if (isError(error, 'settings', 'settingsFile')) return error;
    throw error;
  }
}
