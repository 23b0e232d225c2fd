import { Strategy } from '@condenser/protocol';
import { type Command, CommanderError, Option } from 'commander';
import { CondenserError, isError } from '../errors.ts';
import { toWireError } from '../i18n/wireError.ts';
import { type HelpTexts, wordingFor } from '../i18n/wording.ts';
import { createLogFile } from '../logging/logFile.ts';
import { createLogger, LOG_LEVELS } from '../logging/logger.ts';
import { CommandParser } from './commandParser.ts';
import { type CommandContext, choiceOption, textOption } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { type CommonFlags, environmentLocale, folders, version } from './environment.ts';
import { outputFailure, printLine } from './processStreams.ts';
import { withApplication, withoutModel } from './withApplication.ts';

/** Errors that are printed on one line: mistakes in the command line and in what it names. */
const ONE_LINE = ['usage', 'listen', 'attachment', 'settingsFile', 'dataFolder', 'output'] as const;

/** Errors of the system, not of the user: exit code 1, not 2. */
const SYSTEM_ERRORS = ['notSaved', 'output', 'dataFolder'] as const;

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Runs the command of a command line. Resolves with its exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const exitCode = await runCommand(argv);
  const failure = outputFailure();
  if (failure === undefined) return exitCode;
  const failureCode = reportError(
    new CondenserError('output', { reason: failure.message }, { cause: failure }),
  );
  return exitCode === 0 ? failureCode : exitCode;
}

async function runCommand(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const { help } = wordingFor(environmentLocale());
  const program = createProgram(help);
  const context: CommandContext = {
    help,
    flags: () => program.opts<CommonFlags>(),
    run: async (command, options) => {
      exitCode = await withApplication(context.flags(), command, options);
    },
    runWithoutModel: async (command) => {
      exitCode = await withoutModel(context.flags(), command);
    },
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  for (const add of commands) add(program, context);
  try {
    await program.parseAsync(keepCommandAfterBuiltin(argv));
  } catch (error) {
    // Printing the help or the version ends with 0; help for a missing command is a mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    return reportError(error);
  }
  return exitCode;
}

/** Prints why a command failed. Returns its exit code. */
function reportError(error: unknown): number {
  const { message, data } = toWireError(error, wordingFor(environmentLocale()));
  const separator = isError(error, ...ONE_LINE) ? ' ' : '\n';
  const lines = [message, ...(data?.whatToDo === undefined ? [] : [data.whatToDo])];
  printLine(lines.join(separator));
  if (!isError(error)) {
    logInternalError(error);
    return EXIT_FAILED;
  }
  return isError(error, ...SYSTEM_ERRORS) ? EXIT_FAILED : EXIT_USAGE;
}

/** An internal error is reported with the log, so its stack belongs there. */
function logInternalError(error: unknown): void {
  const write = createLogFile(folders().log, () => undefined);
  createLogger(
    write,
    () => 'error',
    () => new Date(),
  ).error('A command failed', error);
}

/** `--builtin ask "…"`: the next argument is the value of `--builtin` only if it is a GGUF file. */
function keepCommandAfterBuiltin(argv: readonly string[]): string[] {
  if (
    argv.includes('--no-builtin') &&
    argv.some((argument) => /^--builtin(?:=|$)/.test(argument))
  ) {
    throw new CondenserError('usage', {
      problem: 'conflict',
      option: '--builtin',
      other: '--no-builtin',
    });
  }
  return argv.map((argument, index) => {
    const next = argv[index + 1];
    const hasNoValue = argument === '--builtin' && next !== undefined && !/\.gguf$/i.test(next);
    return hasNoValue ? '--builtin=' : argument;
  });
}

/** The program with its common flags, without its commands. */
export function createProgram(help: HelpTexts): Command {
  const texts = help.condenser;
  return new CommandParser('condenser', help)
    .description(texts.summary)
    .version(version, '-V, --version', texts.version)
    .helpOption('-h, --help', texts.help)
    .helpCommand('help [command]', texts.helpCommand)
    .configureHelp({ showGlobalOptions: true })
    .addOption(textOption('--model <name>', texts.model))
    .addOption(textOption('--ollama-host <address>', texts.ollamaHost, 'address'))
    .option('--data-dir <path>', texts.dataDir)
    .addOption(choiceOption('--strategy <name>', texts.strategy, Strategy.options))
    .option('--builtin [file]', texts.builtin)
    .option('--no-builtin', texts.noBuiltin)
    .addOption(new Option('--builtin-fallback').hideHelp())
    .addOption(new Option('--open-browser').hideHelp())
    .addOption(choiceOption('--log-level <level>', texts.logLevel, LOG_LEVELS));
}
