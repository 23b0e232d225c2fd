import { randomUUID } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Application } from '../application.ts';
import { CondenserError } from '../errors/index.ts';
import { LOG_LEVELS } from '../logging/logger.ts';
import type { TerminalStreams } from '../transport/terminal/terminal.ts';
import { toWireError } from '../wording/wireError.ts';
import { wordingFor } from '../wording/wording.ts';
import { ENGINE_COMMAND, startBuiltinEngine } from './builtinEngine.ts';
import {
  type CommonFlags,
  createApplication,
  environmentLocale,
  mayFallBack,
  wantsColor,
} from './environment.ts';
import { runDoctor } from './runDoctor.ts';
import { version } from './version.ts';

const EXIT_USAGE = 2;

/** Runs one command of the command line and resolves with its exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram(
    async (flags, command) => {
      exitCode = await withApplication(flags, command);
    },
    (code) => {
      exitCode = code;
    },
  );
  try {
    await program.parseAsync(withoutStolenCommand(argv));
  } catch (error) {
    if (!(error instanceof CondenserError)) throw error;
    const { message, data } = toWireError(error, wordingFor(environmentLocale()));
    process.stderr.write(`${message}\n${data?.whatToDo ? `${data.whatToDo}\n` : ''}`);
    return EXIT_USAGE;
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

type Run = (application: Application) => Promise<number>;

function createProgram(
  run: (flags: CommonFlags, command: Run) => Promise<void>,
  end: (exitCode: number) => void,
): Command {
  const program = new Command('condenser')
    .description('A local, private chat about your code.')
    .version(version)
    .helpOption('-h, --help', 'Show this help')
    .showHelpAfterError()
    .configureHelp({ showGlobalOptions: true })
    .option('--model <name>', 'the model that answers')
    .option('--ollama-host <address>', 'where Ollama is (else OLLAMA_HOST, else 127.0.0.1:11434)')
    .option('--strategy <name>', 'condense+history (default), condense or history')
    .option(
      '--builtin [file]',
      'use the built-in engine, with a GGUF file of yours if one is named',
    )
    .option('--no-builtin', 'never use the built-in engine, and fetch nothing for it')
    .addOption(new Option('--builtin-fallback').hideHelp())
    .addOption(new Option('--log-level <level>', 'what is logged to stderr').choices(LOG_LEVELS));
  const flags = () => program.opts<CommonFlags>();
  program
    .command('stdio')
    .description('serve JSON-RPC 2.0 with Content-Length framing on stdin and stdout')
    .action(() => run(flags(), runStdio));
  program
    .command('chat', { isDefault: true })
    .description('a conversation in the terminal (what runs when no command is named)')
    .action(() => run(flags(), runChat));
  program
    .command('ask')
    .description('answer one question on stdout; what is piped in goes with it')
    .argument('[question...]', 'the question; without one, what is piped in is the question')
    .option('--file <path>', 'a file that the question is about; may repeat', repeated)
    .action((words: string[], options: { file?: string[] }) =>
      run(flags(), (application) => runAsk(application, words.join(' '), options.file ?? [])),
    );
  program
    .command('doctor')
    .description('say what was found, and what to do about what is missing')
    .option('--json', 'as one JSON document')
    .action(async (options: { json?: boolean }) => end(await runDoctor(flags(), options.json)));
  program
    .command(ENGINE_COMMAND, { hidden: true })
    .argument('<options>')
    .action(async (options: string) => end(await runEngineProcess(options)));
  return program;
}

function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

async function withApplication(flags: CommonFlags, command: Run): Promise<number> {
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

async function runEngineProcess(options: string): Promise<number> {
  const { runEngine } = await import('../engine/runEngine.ts');
  const { stdin: input, stdout: output, stderr: errors } = process;
  return runEngine(options, { input, output, errors });
}

async function runStdio(application: Application): Promise<number> {
  const { serveStdio } = await import('../transport/stdio/stdioServer.ts');
  // The plugin's own Ctrl-C reaches the whole group; only the protocol ends this command.
  process.on('SIGINT', () => undefined);
  return serveStdio(application, { input: process.stdin, output: process.stdout });
}

async function runChat(application: Application): Promise<number> {
  const { chat } = await import('../transport/terminal/chat.ts');
  return chat(application, terminalStreams(), randomUUID);
}

async function runAsk(application: Application, text: string, files: string[]): Promise<number> {
  const { ask } = await import('../transport/terminal/ask.ts');
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  // A reader that went away, as `head` does, wants no more of the answer.
  process.stdout.on('error', () => abort.abort());
  const question = { text, files, piped: await readPiped(), newId: randomUUID };
  return ask(application, terminalStreams(), question, abort.signal);
}

function terminalStreams(): TerminalStreams {
  const { stdin, stdout, stderr } = process;
  const color = wantsColor(stdout.isTTY ? stdout.isTTY : stderr.isTTY);
  return { input: stdin, output: stdout, errors: stderr, color };
}

/** What was piped in; a terminal, or nothing at all, is not waited for. */
async function readPiped(): Promise<string> {
  if (process.stdin.isTTY) return '';
  const kind = fstatSync(0);
  if (!kind.isFIFO() && !kind.isFile() && !kind.isSocket()) return '';
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
