import { randomUUID } from 'node:crypto';
import type { Application } from '../../application.ts';
import { terminalStreams } from '../terminalStreams.ts';
import type { AddCommand } from './command.ts';

/** `condenser chat`. */
export const addChat: AddCommand = (program, { run }) => {
  program
    .command('chat')
    .description('a conversation in the terminal')
    .action(() => run(converse));
};

async function converse(application: Application): Promise<number> {
  const { chat } = await import('../../transport/terminal/chat.ts');
  return chat(application, terminalStreams(), randomUUID);
}
