// Saves turns, as one of several processes: in a shared conversation, and in some of its own.
// Arguments: the folder, the id of the shared conversation, how many turns, a name.
import { randomUUID } from 'node:crypto';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { ConversationStore } from '@condenser/sidecar/store/conversationStore.ts';

const [folder = '', shared = '', count = '0', name = ''] = process.argv.slice(2);
const clock = () => new Date();
const logger = createLogger(
  (line) => process.stderr.write(line),
  () => 'warn',
  clock,
);
const store = new ConversationStore({
  folder,
  process: { id: process.pid, host: 'here' },
  newId: randomUUID,
  clock,
  logger,
});

for (let index = 0; index < Number(count); index += 1) {
  await save(shared, `${name} ${index}`);
  await save(randomUUID(), `${name} alone ${index}`);
}

async function save(conversationId: string, text: string): Promise<void> {
  const createdAt = clock().toISOString();
  const conversation =
    (await store.get(conversationId)) ?? store.create({ conversationId, createdAt });
  const turn = {
    turnId: randomUUID(),
    clientTurnId: randomUUID(),
    parentTurnId: conversation.lastTurnId,
    createdAt,
    text,
    context: [],
    strategy: 'history' as const,
    answer: '',
    thinking: '',
    notices: [],
    stopReason: undefined as 'complete' | undefined,
  };
  await store.saveQuestion(conversation, turn);
  turn.answer = `Answer to ${text}`;
  turn.stopReason = 'complete';
  await store.saveAnswer(turn);
}
