import type { Application } from '../../app/application.ts';
import type { Dispatcher } from '../dispatcher.ts';
import { handleChain } from './chain.ts';
import { handleChat } from './chat.ts';
import { handleConversations } from './conversation.ts';
import { handleModels, handleTransfers } from './model.ts';
import { handleSettings } from './settings.ts';
import { handlePage, handleStatus } from './status.ts';

/** Registers the handlers of all requests except those of the life cycle. */
export function registerHandlers(dispatcher: Dispatcher, application: Application): void {
  handlePage(dispatcher, application);
  handleChat(dispatcher, application);
  handleConversations(dispatcher, application);
  handleModels(dispatcher, application);
  handleTransfers(dispatcher, application);
  handleSettings(dispatcher, application);
  handleStatus(dispatcher, application);
  handleChain(dispatcher, application);
}
