import type { RunnableConfig } from 'langchain-core-0.3/runnables';
import { RemoteRunnable } from 'langchain-core-0.3/runnables/remote';
import { RunLog, RunLogPatch } from 'langchain-core-0.3/tracers/log_stream';
import { expect, test } from 'vitest';
import { condenseReply, scene, secondReply } from '../scene.ts';
import { startFake } from '../starting.ts';
import { serve } from './servedChain.ts';

interface Input {
  readonly chat_history: [string, string][];
  readonly question: string;
}
const first: Input = { chat_history: [], question: scene.question };
const followUp: Input = {
  chat_history: [[scene.question, scene.answer.join('')]],
  question: scene.followUp,
};
const rewrite = scene.rewrite.join('');
const answer = scene.secondAnswer.join('');
/** Condenses the follow-up, and answers everything else. */
const script = {
  replies: [
    { ...condenseReply, match: { lastMessage: scene.followUp }, times: 'always' },
    { ...secondReply, times: 'always', pace: 3 },
  ],
} as const;

async function connect(more: Parameters<typeof startFake>[0] = {}) {
  const fake = await startFake({ ...script, ...more });
  const served = await serve({ host: fake.url });
  const chain = new RemoteRunnable<Input, string, RunnableConfig>({
    url: `${served.url}/llama3/`,
  });
  return { fake, served, chain };
}

test('invoke', async () => {
  const { chain } = await connect();
  expect(await chain.invoke(followUp)).toBe(answer);
});

test('batch, with and without options', async () => {
  const { chain } = await connect();
  expect(await chain.batch([first, followUp])).toEqual([answer, answer]);
  expect(await chain.batch([first], { tags: ['t'], metadata: { a: 1 } })).toEqual([answer]);
});

test('stream', async () => {
  const { chain } = await connect();
  const chunks: string[] = [];
  for await (const chunk of await chain.stream(followUp)) chunks.push(chunk);
  expect(chunks.join('')).toBe(answer);
  expect(chunks.length).toBeGreaterThan(1);
});

test('streamLog: the patches add up to the log of the run', async () => {
  const { chain } = await connect();
  const ops: RunLogPatch['ops'] = [];
  // Copied at once, because the client mutates the values with every patch.
  for await (const patch of chain.streamLog(followUp)) ops.push(...structuredClone(patch.ops));
  const { state } = RunLog.fromRunLogPatch(new RunLogPatch({ ops }));
  expect(state.streamed_output.join('')).toBe(answer);
  expect(state.final_output).toBe(answer);
  expect(state.logs.condense?.final_output).toEqual({ output: rewrite });
  expect(state.logs.Ollama?.streamed_output_str.join('')).toBe(answer);
  expect(state.logs.Ollama?.streamed_output.join('')).toBe(answer);
  expect(state.logs.Ollama?.type).toBe('llm');
  expect(state.logs.Ollama?.end_time).toBeTypeOf('string');
});

test.each(['v1', 'v2'] as const)('streamEvents %s', async (version) => {
  const { chain } = await connect();
  const events = [];
  for await (const event of chain.streamEvents(followUp, { version })) events.push(event);
  expect(events[0]).toMatchObject({
    event: 'on_chain_start',
    name: '/llama3',
    data: { input: followUp },
  });
  const condensed = events.find(
    ({ event, name }) => event === 'on_chain_end' && name === 'condense',
  );
  expect(condensed?.data).toMatchObject({ output: rewrite });
  const started = events.find(({ event }) => event === 'on_llm_start');
  const prompts = [`Human: ${rewrite}`];
  expect(started).toMatchObject({ name: 'Ollama', data: { input: { prompts } } });
  const tokens = events.filter(({ event }) => event === 'on_llm_stream');
  const texts = tokens.map(({ data }) => (version === 'v1' ? data.chunk : data.chunk.text));
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.join('')).toBe(answer);
  const modelEnd = events.find(({ event }) => event === 'on_llm_end');
  expect(modelEnd?.data.input).toEqual({ prompts });
  expect(modelEnd?.data.output.generations[0][0].text).toBe(answer);
  expect(events.map(({ event }) => event).join()).not.toContain('chat_model');
  expect(events.at(-1)).toMatchObject({
    event: 'on_chain_end',
    name: '/llama3',
    data: { output: answer },
  });
});

test('streamEvents can be filtered by names, types and tags', async () => {
  const { chain } = await connect();
  const names = new Set<string>();
  const options = { includeTypes: ['llm'] };
  for await (const event of chain.streamEvents(followUp, { version: 'v2' }, options)) {
    names.add(event.name);
  }
  expect([...names]).toEqual(['Ollama']);
});

test('an abort ends the work at Ollama', async () => {
  const { chain, fake } = await connect({
    replies: [],
    otherwise: { tokens: ['a', 'b'], hold: [1] },
  });
  const abort = new AbortController();
  const reading = (async () => {
    for await (const _ of await chain.stream(first, { signal: abort.signal })) abort.abort();
  })();
  await expect(reading).rejects.toThrow();
  await fake.log.waitFor('closedByClient');
});

test('an abort of invoke during the condense call ends the work, without a second call', async () => {
  const { chain, fake } = await connect({ replies: [{ ...condenseReply, hold: ['headers'] }] });
  const abort = new AbortController();
  const asked = chain.invoke(followUp, { signal: abort.signal });
  asked.catch(() => undefined);
  await fake.log.waitFor('held');
  abort.abort();
  await expect(asked).rejects.toThrow();
  await fake.log.waitFor('closedByClient');
  expect(fake.chats).toHaveLength(1);
});

test('malformed and failed requests throw with their status and reason', async () => {
  const { chain, fake } = await connect({
    replies: [{ tokens: ['a'], fault: { kind: 'errorLine', after: 1, error: 'it broke' } }],
  });
  await expect(chain.invoke({ question: 'q' } as Input)).rejects.toThrow(/422.*field required/);
  const stream = async () => {
    for await (const _ of await chain.stream(first));
  };
  await expect(stream()).rejects.toThrow(/it broke/);
  await fake.closePort();
  await expect(chain.invoke(first)).rejects.toThrow(/503.*does not answer/);
});
