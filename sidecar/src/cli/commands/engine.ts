import { createLogger } from '../../logging/logger.ts';
import { surviveErrors } from '../processEvents.ts';
import { ENGINE_COMMAND } from '../startBuiltinEngine.ts';
import type { AddCommand } from './command.ts';

/** The hidden command that runs the built-in engine in its own process. */
export const addEngine: AddCommand = (program, { setExitCode }) => {
  program
    .command(ENGINE_COMMAND, { hidden: true })
    .argument('<options>')
    .action(async (options: string) => setExitCode(await runEngineProcess(options)));
};

async function runEngineProcess(options: string): Promise<number> {
  const { runEngine } = await import('../../builtin/runEngine.ts');
  const { stdin: input, stdout: output, stderr: errors } = process;
  const logger = createLogger(
    (line) => errors.write(line),
    () => 'debug',
    () => new Date(),
  );
  // Never removed: the process ends with this command.
  surviveErrors(logger);
  return runEngine(options, { input, output, errors }, logger);
}
