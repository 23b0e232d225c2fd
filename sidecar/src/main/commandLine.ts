import { Command, Option } from 'commander';
import { CondenserError, NotSavedError } from '../errors/index.ts';
import { LOG_LEVELS } from '../logging/logger.ts';
import { toWireError } from '../wording/wireError.ts';
import { wordingFor } from '../wording/wording.ts';
import type { CommandContext } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { type CommonFlags, environmentLocale } from './environment.ts';
import { printLine } from './printLine.ts';
import { version } from './version.ts';
import { withApplication, withoutModel } from './withApplication.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Runs one command of the command line and resolves with its exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram();
  const context: CommandContext = {
    flags: () => program.opts<CommonFlags>(),
    run: async (command, options) => {
      exitCode = await withApplication(context.flags(), command, options);
    },
    runWithoutModel: async (command) => {
      exitCode = await withoutModel(context.flags(), command);
    },
    end: (code) => {
      exitCode = code;
    },
  };
  for (const add of commands) add(program, context);
  try {
    await program.parseAsync(withoutStolenCommand(argv));
  } catch (error) {
    if (!(error instanceof CondenserError)) throw error;
    const { message, data } = toWireError(error, wordingFor(environmentLocale()));
    printLine(data?.whatToDo === undefined ? message : `${message}\n${data.whatToDo}`);
    // What the disk refuses is no mistake of who typed the command.
    return error instanceof NotSavedError ? EXIT_FAILED : EXIT_USAGE;
  }
  return exitCode;
}

/** `--builtin ask "…"`: what follows is the engine's file only when it is one. */
function withoutStolenCommand(argv: readonly string[]): string[] {
  return argv.map((argument, index) => {
    const next = argv[index + 1];
    const alone = argument === '--builtin' && next !== undefined && !/\.gguf$/i.test(next);
    return alone ? '--builtin=' : argument;
  });
}

/** The program with its common flags, and without its commands. */
export function createProgram(): Command {
  return new Command('condenser')
    .description('A local, private chat about your code.')
    .version(version)
    .helpOption('-h, --help', 'Show this help')
    .showHelpAfterError()
    .configureHelp({ showGlobalOptions: true })
    .option('--model <name>', 'the model that answers')
    .option('--ollama-host <address>', 'where Ollama is (else OLLAMA_HOST, else 127.0.0.1:11434)')
    .option('--data-dir <path>', 'where conversations are kept (else the data folder)')
    .option('--strategy <name>', 'condense+history (default), condense or history')
    .option(
      '--builtin [file]',
      'use the built-in engine, with a GGUF file of yours if one is named',
    )
    .option('--no-builtin', 'never use the built-in engine, and fetch nothing for it')
    .addOption(new Option('--builtin-fallback').hideHelp())
    .addOption(new Option('--open-browser').hideHelp())
    .addOption(new Option('--log-level <level>', 'what is logged to stderr').choices(LOG_LEVELS));
}
