import type { ChatBatch } from '@condenser/sidecar/models/ollama/chatStream.ts';
import { OllamaChatModel } from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';
import { HumanMessage } from '@langchain/core/messages';
import { interleaved, summarize } from './statistics.ts';

const CHUNKS = 2000;
const ROUNDS = 9;

/** The cost of a chunk as a LangChain message, and as it is read, without a socket. */
export async function measureLangChain() {
  const model = new OllamaChatModel('fake:latest', { chat: chunks });
  const messages = [new HumanMessage('go')];
  const { through, bare } = await interleaved(ROUNDS, {
    through: async () => microsPerChunk(await model.stream(messages)),
    bare: () => microsPerChunk(model.batches(messages, {})),
  });
  return { throughMicrosPerChunk: summarize(through), bareMicrosPerChunk: summarize(bare) };
}

async function microsPerChunk(stream: AsyncIterable<unknown>): Promise<number> {
  const started = performance.now();
  let count = 0;
  for await (const _ of stream) count += 1;
  if (count < CHUNKS) throw new Error(`only ${count} chunks came`);
  return ((performance.now() - started) * 1000) / count;
}

async function* chunks(): AsyncGenerator<ChatBatch> {
  for (let index = 0; index < CHUNKS; index += 1) {
    yield { content: ` word${index % 97}`, thinking: '' };
  }
}
