import { Strategy } from '@condenser/protocol';
import { type Command, CommanderError, Option } from 'commander';
import { CondenserError, isError } from '../errors.ts';
import { toWireError } from '../i18n/wireError.ts';
import { wordingFor } from '../i18n/wording.ts';
import { createLogFile } from '../logging/logFile.ts';
import { createLogger, LOG_LEVELS } from '../logging/logger.ts';
import { CommandParser } from './commandParser.ts';
import { type CommandContext, choice, text } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { type CommonFlags, environmentLocale } from './environment.ts';
import { folders } from './folders.ts';
import { printLine } from './printLine.ts';
import { outputFailure } from './streamGuard.ts';
import { version } from './version.ts';
import { withApplication, withoutModel } from './withApplication.ts';

/** Mistakes of the command line and of what it names are told in one line. */
const ONE_LINE = ['usage', 'listen', 'attachment', 'settingsFile', 'dataFolder', 'output'] as const;

/** What the system refuses is no mistake of who typed the command. */
const REFUSED_BY_SYSTEM = ['notSaved', 'output', 'dataFolder'] as const;

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** Runs one command of the command line and resolves with its exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const exitCode = await runCommand(argv);
  const failure = outputFailure();
  if (failure === undefined) return exitCode;
  const told = tell(new CondenserError('output', { reason: failure.message }, { cause: failure }));
  return exitCode === 0 ? told : exitCode;
}

async function runCommand(argv: readonly string[]): Promise<number> {
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
    // Help and version were printed; help that stands for a missing command is a mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    return tell(error);
  }
  return exitCode;
}

/** Says in a sentence why a command ended, and returns its exit code. */
function tell(error: unknown): number {
  const { message, data } = toWireError(error, wordingFor(environmentLocale()));
  const separator = isError(error, ...ONE_LINE) ? ' ' : '\n';
  const lines = [message, ...(data?.whatToDo === undefined ? [] : [data.whatToDo])];
  printLine(lines.join(separator));
  if (!isError(error)) {
    logFault(error);
    return EXIT_FAILED;
  }
  return isError(error, ...REFUSED_BY_SYSTEM) ? EXIT_FAILED : EXIT_USAGE;
}

/** A fault of our own is reported with the log: that is where its stack belongs. */
function logFault(error: unknown): void {
  const write = createLogFile(folders().log, () => undefined);
  createLogger(
    write,
    () => 'error',
    () => new Date(),
  ).error('A command failed', error);
}

/** `--builtin ask "…"`: what follows is the engine's file only when it is one. */
function withoutStolenCommand(argv: readonly string[]): string[] {
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
    const alone = argument === '--builtin' && next !== undefined && !/\.gguf$/i.test(next);
    return alone ? '--builtin=' : argument;
  });
}

/** The program with its common flags, and without its commands. */
export function createProgram(): Command {
  return new CommandParser('condenser')
    .description('A local, private chat about your code.')
    .version(version)
    .helpOption('-h, --help', 'Show this help')
    .configureHelp({ showGlobalOptions: true })
    .addOption(text('--model <name>', 'the model that answers'))
    .addOption(
      text('--ollama-host <address>', 'where Ollama is (else OLLAMA_HOST, else 127.0.0.1:11434)'),
    )
    .option('--data-dir <path>', 'where conversations are kept (else the data folder)')
    .addOption(
      choice('--strategy <name>', 'how the answer is made of the conversation', Strategy.options),
    )
    .option(
      '--builtin [file]',
      'use the built-in engine, with a GGUF file of yours if one is named',
    )
    .option('--no-builtin', 'never use the built-in engine, and fetch nothing for it')
    .addOption(new Option('--builtin-fallback').hideHelp())
    .addOption(new Option('--open-browser').hideHelp())
    .addOption(choice('--log-level <level>', 'what is logged to stderr', LOG_LEVELS));
}
