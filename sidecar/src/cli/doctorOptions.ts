import type { Finding, Settings } from '@condenser/protocol';
import type { Application } from '../app/application.ts';
import type { DoctorOptions } from '../doctor/doctor.ts';
import type { ErrorOf } from '../errors.ts';
import {
  addressSource,
  type CommonFlags,
  dataFolder,
  environmentProxy,
  folders,
  mayFallBack,
  settingsFile,
} from './environment.ts';

/** Runs all checks of the doctor, which is loaded on demand. */
export async function* examineWith(
  flags: CommonFlags,
  application: Application,
  settingsError?: ErrorOf<'settings' | 'settingsFile'>,
): AsyncGenerator<Finding> {
  const { examine } = await import('../doctor/doctor.ts');
  const { missingDownloads } = await import('../builtin/download/engineParts.ts');
  const { demonstrationModel } = await import('../builtin/download/demonstrationModel.ts');
  yield* examine({
    application,
    nodeVersion: process.version,
    settingsFile: settingsFile(),
    settingsError,
    addressSource: addressSource(flags, application.settings.current),
    proxy: environmentProxy(),
    folders: { ...folders(), data: dataFolder(flags) },
    demonstrationModel: demonstrationModel.name,
    engineDownloads: () => missingDownloads({ cacheFolder: folders().cache }),
    engineAnswers: whenEngineStandsIn(flags, application.settings.current),
  });
}

function whenEngineStandsIn(
  flags: CommonFlags,
  settings: Settings,
): DoctorOptions['engineAnswers'] {
  if (flags.builtin === true || typeof flags.builtin === 'string') return 'always';
  return flags.builtin === undefined && mayFallBack(flags, settings) ? 'withoutOllama' : 'never';
}
