import { randomUUID } from 'node:crypto';
import type { Application } from '../../app/application.ts';
import { onSignal } from '../signals.ts';
import { isReaderGone } from '../streamGuard.ts';
import type { Chosen } from '../terminal/chosen.ts';
import { terminalStreams } from '../terminalStreams.ts';
import { type AddCommand, conversationOption } from './command.ts';

/** `condenser chat`. */
export const addChat: AddCommand = (program, { run, flags }) => {
  program
    .command('chat')
    .description('a conversation in the terminal')
    .addOption(conversationOption())
    .action(({ conversation }: { conversation?: string }) =>
      run((application) => {
        const { model, strategy } = flags();
        return converse(application, { conversation, model, strategy });
      }),
    );
};

async function converse(application: Application, chosen: Chosen): Promise<number> {
  const { chat } = await import('../terminal/chat.ts');
  return chat(application, terminalStreams(), chosen, {
    newId: randomUUID,
    onInterrupt: (listener) => onSignal(['SIGINT'], listener),
    isReaderGone,
  });
}
