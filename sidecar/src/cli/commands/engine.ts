import { createLogger } from '../../logging/logger.ts';
import { ENGINE_COMMAND } from '../builtinEngine.ts';
import { surviveErrors } from '../lastResort.ts';
import type { AddCommand } from './command.ts';

/** The hidden command that is the process of the built-in engine. */
export const addEngine: AddCommand = (program, { end }) => {
  program
    .command(ENGINE_COMMAND, { hidden: true })
    .argument('<options>')
    .action(async (options: string) => end(await runEngineProcess(options)));
};

async function runEngineProcess(options: string): Promise<number> {
  const { runEngine } = await import('../../builtin/runEngine.ts');
  const { stdin: input, stdout: output, stderr: errors } = process;
  const logger = createLogger(
    (line) => errors.write(line),
    () => 'debug',
    () => new Date(),
  );
  // Never undone: the process ends with this command.
  surviveErrors(logger);
  return runEngine(options, { input, output, errors }, logger);
}
