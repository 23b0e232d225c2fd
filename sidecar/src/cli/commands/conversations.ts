import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import type { Application } from '../../app/application.ts';
import { CondenserError, messageOf } from '../../errors.ts';
import { makeFolder } from '../../files/makeFolder.ts';
import type { HelpTexts } from '../../i18n/wording.ts';
import { dataFolder } from '../environment.ts';
import { terminalStreams } from '../processStreams.ts';
import { type AddCommand, type CommandContext, choiceOption, integerOption } from './command.ts';

type Commands = typeof import('../terminal/conversations.ts');
type Streams = ReturnType<typeof terminalStreams>;

/** Runs one of the terminal's commands. */
type Run = (
  command: (commands: Commands, application: Application, streams: Streams) => Promise<void>,
) => Promise<void>;

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 999_999_999;

/** `condenser conversations`. */
export const addConversations: AddCommand = (program, context) => {
  const { help } = context;
  const texts = help.conversations;
  const conversations = program.command('conversations').description(texts.summary);
  const run = runner(context);
  addList(conversations, help, run);
  addSearch(conversations, help, run);
  addShow(conversations, help, run);
  addExport(conversations, help, run);
  addImport(conversations, help, run);
  addRemove(conversations, help, run);
};

function addList(conversations: Command, help: HelpTexts, run: Run): void {
  const texts = help.conversations;
  conversations
    .command('list')
    .description(texts.list)
    .option('--workspace <uri>', texts.workspace)
    .option('--deleted', texts.deleted, false)
    .addOption(limitOption(help))
    .addOption(jsonOption(help))
    .action((options) => run(({ list }, ...given) => list(...given, options)));
}

function addSearch(conversations: Command, help: HelpTexts, run: Run): void {
  const texts = help.conversations;
  conversations
    .command('search')
    .description(texts.search)
    .argument('<words...>', texts.words)
    .option('--workspace <uri>', texts.workspace)
    .addOption(limitOption(help))
    .addOption(jsonOption(help))
    .action((words: string[], options) =>
      run(({ search }, ...given) => search(...given, { ...options, query: words.join(' ') })),
    );
}

function addShow(conversations: Command, help: HelpTexts, run: Run): void {
  const texts = help.conversations;
  conversations
    .command('show')
    .description(texts.show)
    .argument('<id>', texts.id)
    .addOption(jsonOption(help))
    .action((id: string, options) => run(({ show }, ...given) => show(...given, id, options)));
}

function addExport(conversations: Command, help: HelpTexts, run: Run): void {
  const texts = help.conversations;
  conversations
    .command('export')
    .description(texts.export)
    .argument('[id...]', texts.exportIds)
    .addOption(
      choiceOption('--format <name>', texts.format, ['markdown', 'json']).default('markdown'),
    )
    .addOption(new Option('--json', texts.formatJson).implies({ format: 'json' }))
    .option('--output <file>', texts.output)
    .option('--force', texts.force)
    .action((ids: string[], options) =>
      run(({ exportTo }, ...given) => exportTo(...given, { ...options, ids })),
    );
}

function addImport(conversations: Command, help: HelpTexts, run: Run): void {
  const texts = help.conversations;
  conversations
    .command('import')
    .description(texts.import)
    .argument('<file>', texts.file)
    .addOption(jsonOption(help))
    .action((file: string, options) =>
      run(({ importFrom }, ...given) =>
        importFrom(...given, { ...options, file, readInput: () => readText(process.stdin) }),
      ),
    );
}

function addRemove(conversations: Command, help: HelpTexts, run: Run): void {
  const texts = help.conversations;
  conversations
    .command('rm')
    .description(texts.remove)
    .argument('<id...>', texts.removeIds)
    .addOption(new Option('--restore', texts.restore).conflicts('permanently'))
    .option('--permanently', texts.permanently)
    .addOption(jsonOption(help))
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
 * Creates the folder if it is missing. Without this check, an unusable folder would look empty.
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

function jsonOption(help: HelpTexts): Option {
  return new Option('--json', help.json);
}

function limitOption(help: HelpTexts): Option {
  return integerOption(
    '--limit <number>',
    help.conversations.limit,
    { max: MAX_LIMIT },
    DEFAULT_LIMIT,
  );
}
