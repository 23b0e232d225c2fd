import { randomUUID } from 'node:crypto';
import { fstatSync } from 'node:fs';
import type { Application } from '../../app/application.ts';
import { interrupted } from '../signals.ts';
import { isReaderGone } from '../streamGuard.ts';
import type { Question } from '../terminal/ask.ts';
import { terminalStreams } from '../terminalStreams.ts';
import { type AddCommand, conversationOption, repeated } from './command.ts';

const NOTHING = new Uint8Array();

/** `condenser ask`. */
export const addAsk: AddCommand = (program, { run, flags }) => {
  program
    .command('ask')
    .description('answer one question on stdout; what is piped in goes with it')
    .argument('[question...]', 'the question; without one, what is piped in is the question')
    .option('--file <path>', 'a file that the question is about; may repeat', repeated)
    .addOption(conversationOption())
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
  // A reader that went away, as `head` does, wants no more of the answer.
  process.stdout.on('error', (error) => {
    if (isReaderGone(error)) readerGone.abort();
  });
  const signal = AbortSignal.any([interrupted(), readerGone.signal]);
  const question = { ...given, piped: await readPiped(), newId: randomUUID };
  return ask(application, terminalStreams(), question, signal);
}

/** What was piped in; a terminal, or nothing at all, is not waited for. */
async function readPiped(): Promise<Uint8Array> {
  if (process.stdin.isTTY) return NOTHING;
  const kind = fstatSync(0);
  if (!kind.isFIFO() && !kind.isFile() && !kind.isSocket()) return NOTHING;
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
