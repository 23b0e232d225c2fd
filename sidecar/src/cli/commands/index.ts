import { addAsk } from './ask.ts';
import { addChat } from './chat.ts';
import type { AddCommand } from './command.ts';
import { addConversations } from './conversations.ts';
import { addDoctor } from './doctor.ts';
import { addEngine } from './engine.ts';
import { addModels } from './models.ts';
import { addServe } from './serve.ts';
import { addStdio } from './stdio.ts';
import { addWeb } from './web.ts';

/** All commands, in the order of the help. */
export const commands: readonly AddCommand[] = [
  addStdio,
  addServe,
  addWeb,
  addChat,
  addAsk,
  addConversations,
  addModels,
  addDoctor,
  addEngine,
];
