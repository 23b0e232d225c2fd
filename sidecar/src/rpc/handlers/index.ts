import type { Application } from '../../app/application.ts';
import type { Dispatcher } from '../dispatcher.ts';
import { handleChain } from './chain.ts';
import { handleChat } from './chat.ts';
import { handleConversations } from './conversation.ts';
import { handleMachine } from './machine.ts';
import { handleModels } from './model.ts';
import { handlePage } from './page.ts';
import { handleSettings } from './settings.ts';
import { handleTransfers } from './transfers.ts';

/** Binds every request beside the life cycle's to the room that answers it. */
export function registerHandlers(dispatcher: Dispatcher, application: Application): void {
  handlePage(dispatcher, application);
  handleChat(dispatcher, application);
  handleConversations(dispatcher, application);
  handleModels(dispatcher, application);
  handleTransfers(dispatcher, application);
  handleSettings(dispatcher, application);
  handleMachine(dispatcher, application);
  handleChain(dispatcher, application);
}
