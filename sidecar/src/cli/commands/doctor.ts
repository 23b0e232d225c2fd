import type { Finding } from '@condenser/protocol';
import { type ErrorOf, isError } from '../../errors.ts';
import { readSettings } from '../../settings/settingsFile.ts';
import { createApplication } from '../createApplication.ts';
import { examineWith } from '../doctorOptions.ts';
import { type CommonFlags, settingsFile } from '../environment.ts';
import type { AddCommand } from './command.ts';

/** `condenser doctor`. */
export const addDoctor: AddCommand = (program, { flags, setExitCode, help }) => {
  program
    .command('doctor')
    .description(help.doctor)
    .option('--json', help.json)
    .action(async ({ json }: { json?: boolean }) => setExitCode(await runDoctor(flags(), json)));
};

/**
 * Prints each finding as it comes, or all of them as one JSON document.
 *
 * @returns the exit code: 1 when a chat is not possible.
 */
async function runDoctor(flags: CommonFlags, json = false): Promise<number> {
  const { reportLines } = await import('../../doctor/finding.ts');
  const { stripControlCharacters } = await import('../../models/untrusted.ts');
  // Model names and answers of servers must not control the terminal.
  const print = (text: string) => process.stdout.write(`${stripControlCharacters(text)}\n`);
  const settingsError = findSettingsError();
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

function findSettingsError(): ErrorOf<'settings' | 'settingsFile'> | undefined {
  try {
    readSettings(settingsFile());
    return undefined;
  } catch (error) {
    if (isError(error, 'settings', 'settingsFile')) return error;
    throw error;
  }
}
