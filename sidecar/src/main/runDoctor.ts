import type { Settings } from '@condenser/protocol';
import type { DoctorOptions } from '../doctor/doctor.ts';
import type { Finding } from '../doctor/finding.ts';
import { SettingsError } from '../errors/index.ts';
import { readSettings } from '../settings/settingsFile.ts';
import {
  addressSource,
  type CommonFlags,
  createApplication,
  environmentProxy,
  mayFallBack,
  settingsFile,
} from './environment.ts';
import { folders } from './folders.ts';

/**
 * Prints each finding as it comes, or all of them as one JSON document.
 *
 * @returns the exit code: 1 when a chat could not run.
 */
export async function runDoctor(flags: CommonFlags, json = false): Promise<number> {
  const { examine } = await import('../doctor/doctor.ts');
  const { reportLines } = await import('../doctor/report.ts');
  const { describeDownloads } = await import('../engine/parts/engineParts.ts');
  const { stripControlCharacters } = await import('../transport/terminal/controlCharacters.ts');
  // What a server calls its models, and what it answers, must not reach a terminal as it is.
  const print = (text: string) => process.stdout.write(`${stripControlCharacters(text)}\n`);
  const settingsError = whySettingsFail();
  const application = createApplication(flags, { ignoreSettingsFile: settingsError !== undefined });
  const findings: Finding[] = [];
  for await (const finding of examine({
    application,
    nodeVersion: process.version,
    settingsFile: settingsFile(),
    settingsError,
    addressSource: addressSource(flags, application.settings),
    proxy: environmentProxy(),
    folders: folders(),
    engineDownloads: () => describeDownloads({ cacheFolder: folders().cache }),
    engineStandsIn: whenEngineStandsIn(flags, application.settings),
  })) {
    findings.push(finding);
    if (!json) print(reportLines(finding, application.wording().level));
  }
  await application.close();
  const ok = findings.every(({ level }) => level !== 'problem');
  if (json) print(JSON.stringify({ ok, findings }, null, 2));
  return ok ? 0 : 1;
}

function whenEngineStandsIn(
  flags: CommonFlags,
  settings: Settings,
): DoctorOptions['engineStandsIn'] {
  if (flags.builtin === true || typeof flags.builtin === 'string') return 'always';
  return flags.builtin === undefined && mayFallBack(flags, settings) ? 'withoutOllama' : 'never';
}

function whySettingsFail(): SettingsError | undefined {
  try {
    readSettings(settingsFile());
    return undefined;
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}
