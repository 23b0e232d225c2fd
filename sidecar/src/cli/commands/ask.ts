import { randomUUID } from 'node:crypto';
import { fstatSync } from 'node:fs';
import type { Application } from '../../app/application.ts';
import { interruptSignal } from '../processEvents.ts';
import { isReaderGone, terminalStreams } from '../processStreams.ts';
import type { Question } from '../terminal/ask.ts';
import { type AddCommand, conversationOption, repeated } from './command.ts';

const EMPTY = new Uint8Array();

/** `condenser ask`. */
export const addAsk: AddCommand = (program, { run, flags, help }) => {
  program
    .command('ask')
    .description(help.ask.summary)
    .argument('[question...]', help.ask.question)
    .option('--file <path>', help.ask.file, repeated)
    .addOption(conversationOption(help))
    .action((words: string[], { file: files = [], conversation }: AskOptions) =>
      run((application) => {
        const chosen = { conversation, model: flags().model, strategy: flags().strategy };
        return answer(application, { text: words.join(' '), files, chosen });
      }),
    );
};

interface AskOptions {
  readonly file?: string[];
  readonly conversation?: string;
}

async function answer(
  application: Application,
  given: Pick<Question, 'text' | 'files' | 'chosen'>,
): Promise<number> {
  const { ask } = await import('../terminal/ask.ts');
  const readerGone = new AbortController();
  // A reader that closes stdout, as `head` does, needs no more of the answer.
  process.stdout.on('error', (error) => {
    if (isReaderGone(error)) readerGone.abort();
  });
  const signal = AbortSignal.any([interruptSignal(), readerGone.signal]);
  const question = { ...given, piped: await readPiped(), newId: randomUUID };
  return ask(application, terminalStreams(), question, signal);
}

/** The piped input. A terminal, or a closed stdin, is not waited for. */
async function readPiped(): Promise<Uint8Array> {
  if (process.stdin.isTTY) return EMPTY;
  const kind = fstatSync(0);
  if (!kind.isFIFO() && !kind.isFile() && !kind.isSocket()) return EMPTY;
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
