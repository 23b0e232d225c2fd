import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import type { Application } from '../../app/application.ts';
import { CondenserError, messageOf } from '../../errors.ts';
import { makeFolder } from '../../files/makeFolder.ts';
import { dataFolder } from '../environment.ts';
import { terminalStreams } from '../terminalStreams.ts';
import { type AddCommand, type CommandContext, choice, integer } from './command.ts';

type Commands = typeof import('../terminal/conversations.ts');
type Streams = ReturnType<typeof terminalStreams>;

/** Runs one of the terminal's commands; options go to it as commander has them. */
type Run = (
  command: (commands: Commands, application: Application, streams: Streams) => Promise<void>,
) => Promise<void>;

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 999_999_999;

/** `condenser conversations`. */
export const addConversations: AddCommand = (program, context) => {
  const conversations = program
    .command('conversations')
    .description('the conversations that are kept: list, search, show, export, import, rm');
  const run = runner(context);
  addList(conversations, run);
  addSearch(conversations, run);
  addShow(conversations, run);
  addExport(conversations, run);
  addImport(conversations, run);
  addRemove(conversations, run);
};

function addList(conversations: Command, run: Run): void {
  conversations
    .command('list')
    .description('the conversations, newest first')
    .option('--workspace <uri>', 'only those of this project')
    .option('--deleted', 'what lies in the trash instead', false)
    .addOption(limitOption())
    .addOption(jsonOption())
    .action((options) => run(({ list }, ...given) => list(...given, options)));
}

function addSearch(conversations: Command, run: Run): void {
  conversations
    .command('search')
    .description('full text over titles, questions and answers, best first')
    .argument('<words...>')
    .option('--workspace <uri>', 'only those of this project')
    .addOption(limitOption())
    .addOption(jsonOption())
    .action((words: string[], options) =>
      run(({ search }, ...given) => search(...given, { ...options, query: words.join(' ') })),
    );
}

function addShow(conversations: Command, run: Run): void {
  conversations
    .command('show')
    .description('one conversation, on the branch that was used last')
    .argument('<id>', 'its id; the beginning of it will do')
    .addOption(jsonOption())
    .action((id: string, options) => run(({ show }, ...given) => show(...given, id, options)));
}

function addExport(conversations: Command, run: Run): void {
  conversations
    .command('export')
    .description('conversations as one text, on stdout unless a file is named')
    .argument('[id...]', 'which; all that are not in the trash without any')
    .addOption(
      choice('--format <name>', 'Markdown to read, or JSON that import takes', [
        'markdown',
        'json',
      ]).default('markdown'),
    )
    .addOption(new Option('--json', 'short for --format json').implies({ format: 'json' }))
    .option('--output <file>', 'where it is written; a file that is there is left as it is')
    .option('--force', 'replace a file that is there')
    .action((ids: string[], options) =>
      run(({ exportTo }, ...given) => exportTo(...given, { ...options, ids })),
    );
}

function addImport(conversations: Command, run: Run): void {
  conversations
    .command('import')
    .description('add what was exported as JSON; nothing that is here changes')
    .argument('<file>', 'the exported file, or - for stdin')
    .addOption(jsonOption())
    .action((file: string, options) =>
      run(({ importFrom }, ...given) =>
        importFrom(...given, { ...options, file, readInput: () => readText(process.stdin) }),
      ),
    );
}

function addRemove(conversations: Command, run: Run): void {
  conversations
    .command('rm')
    .description('move conversations to the trash, which keeps them for 30 days')
    .argument('<id...>', 'their ids; the beginnings will do')
    .addOption(new Option('--restore', 'take them out of the trash').conflicts('permanently'))
    .option('--permanently', 'take them off the disk at once; this cannot be undone')
    .addOption(jsonOption())
    .action((ids: string[], options) =>
      run(({ remove }, ...given) => remove(...given, ids, options)),
    );
}

function runner({ flags, runWithoutModel }: CommandContext): Run {
  return (command) =>
    runWithoutModel(async (application) => {
      const data = dataFolder(flags());
      for (const folder of [data, join(data, 'conversations')]) requireFolder(folder);
      const commands = await import('../terminal/conversations.ts');
      await command(commands, application, terminalStreams());
      return 0;
    });
}

/**
 * Makes the folder where it is missing, so that one that cannot be had is not taken for an empty one.
 *
 * @throws `dataFolder`
 */
function requireFolder(path: string): void {
  try {
    makeFolder(path, 0o700);
    accessSync(path, constants.R_OK | constants.X_OK);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new CondenserError('dataFolder', { path, reason }, { cause });
  }
}

function jsonOption(): Option {
  return new Option('--json', 'as one JSON document');
}

function limitOption(): Option {
  return integer('--limit <number>', 'at most so many', { max: MAX_LIMIT }, DEFAULT_LIMIT);
}
