import type { Application } from '../application.ts';
import { startBuiltinEngine } from './builtinEngine.ts';
import { createApplication } from './createApplication.ts';
import { type CommonFlags, mayFallBack } from './environment.ts';

/** Runs a command with the rooms put together, and closes them however it ends. */
export async function withApplication(
  flags: CommonFlags,
  command: (application: Application) => Promise<number>,
): Promise<number> {
  const application = await withEngine(flags, createApplication(flags));
  const terminate = async () => {
    await application.close();
    process.exit(143);
  };
  process.once('SIGTERM', terminate);
  process.once('SIGHUP', terminate);
  try {
    return await command(application);
  } finally {
    await application.close();
  }
}

/** The same application, or one on the built-in engine where that is wanted or all there is. */
async function withEngine(flags: CommonFlags, application: Application): Promise<Application> {
  const { builtin } = flags;
  if (builtin === false) return application;
  if (builtin === undefined && !(await needsFallback(flags, application))) return application;
  const engine = await startBuiltinEngine({
    modelFile: typeof builtin === 'string' && builtin !== '' ? builtin : undefined,
    wording: application.wording(),
    logger: application.logger,
  });
  await application.close();
  return createApplication(flags, { builtin: engine });
}

/** Whether there is nothing to talk to but the engine, and it may serve. */
async function needsFallback(flags: CommonFlags, application: Application): Promise<boolean> {
  if (!mayFallBack(flags, application.settings)) return false;
  const { state, why } = await application.status();
  const noModel = state === 'noModel' && (await application.catalogue.list()).length === 0;
  if (state !== 'unreachable' && !noModel) return false;
  process.stderr.write(`${why}\n`);
  return true;
}
