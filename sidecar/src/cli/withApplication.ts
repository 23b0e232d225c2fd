import type { Application } from '../app/application.ts';
import { modelFiles } from '../models/ollama/modelFiles.ts';
import { createApplication } from './createApplication.ts';
import { type CommonFlags, mayFallBack } from './environment.ts';
import { exitCodeOf, firstSignal, surviveErrors } from './processEvents.ts';
import { printLine } from './processStreams.ts';
import { startBuiltinEngine } from './startBuiltinEngine.ts';

/** How a command runs. */
export interface RunOptions {
  /** It handles the ending signals itself, to finish its work first. */
  readonly ownSignals?: boolean;
  /** It is a server and survives uncaught errors. */
  readonly longRunning?: boolean;
  /** It starts even with an invalid settings file, and reports that in its status. */
  readonly reportBrokenSettings?: boolean;
}

/** A command that runs with an application. Resolves with its exit code. */
export type ApplicationCommand = (application: Application) => Promise<number>;

/** Runs a command that needs a model, on the built-in engine if requested or as a fallback. */
export async function withApplication(
  flags: CommonFlags,
  command: ApplicationCommand,
  options: RunOptions = {},
): Promise<number> {
  return runAndClose(await withEngine(flags, options), command, options);
}

/** Runs a command that needs no model: nothing is started, downloaded or probed. */
export function withoutModel(flags: CommonFlags, command: ApplicationCommand): Promise<number> {
  return runAndClose(createApplication(flags), command);
}

/** Runs the command and closes the application, however the command ends. */
async function runAndClose(
  application: Application,
  command: ApplicationCommand,
  { ownSignals = false, longRunning = false }: RunOptions = {},
): Promise<number> {
  if (!ownSignals) {
    void firstSignal(['SIGTERM', 'SIGHUP']).then(async (signal) => {
      await application.close();
      process.exit(exitCodeOf(signal));
    });
  }
  const stopSurviving = longRunning ? surviveErrors(application.logger) : () => undefined;
  try {
    return await command(application);
  } finally {
    stopSurviving();
    await application.close();
  }
}

/** An application on the built-in engine if requested or as a fallback, else on Ollama. */
async function withEngine(
  flags: CommonFlags,
  { reportBrokenSettings = false }: RunOptions,
): Promise<Application> {
  const { builtin } = flags;
  const application = createApplication(flags, { reportBrokenSettings });
  if (builtin === false) return application;
  if (builtin === undefined && !(await needsFallback(flags, application))) return application;
  const modelFile = typeof builtin === 'string' && builtin !== '' ? builtin : undefined;
  // An invalid file must be reported before anything is downloaded.
  if (modelFile !== undefined) await modelFiles('--builtin', modelFile);
  const engine = await startBuiltinEngine({
    modelFile,
    wording: application.wording(),
    logger: application.logger,
  });
  await application.close();
  return createApplication(flags, { builtin: engine, reportBrokenSettings });
}

/** Whether Ollama is missing or has no model, and the built-in engine may replace it. */
async function needsFallback(flags: CommonFlags, application: Application): Promise<boolean> {
  if (!mayFallBack(flags, application.settings.current)) return false;
  const { state, why } = await application.status();
  const noModel = state === 'noModel' && (await application.backend.catalogue.list()).length === 0;
  if (state !== 'unreachable' && !noModel) return false;
  printLine(why ?? state);
  return true;
}
