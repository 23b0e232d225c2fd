import { randomUUID } from 'node:crypto';
import type { Application } from '../../app/application.ts';
import { onSignal } from '../processEvents.ts';
import { isReaderGone, terminalStreams } from '../processStreams.ts';
import type { Chosen } from '../terminal/turnChoice.ts';
import { type AddCommand, conversationOption } from './command.ts';

/** `condenser chat`. */
export const addChat: AddCommand = (program, { run, flags, help }) => {
  program
    .command('chat')
    .description(help.chat)
    .addOption(conversationOption(help))
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
