import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { FakeReply } from '../fakes/ollama/script.ts';
import { type ServedChain, startServer } from '../process/langserve/servedChain.ts';
import { startFakeProcess } from './fakeProcess.ts';
import { measureLangChain } from './langChainCost.ts';
import { cpuMilliseconds, memoryMegabytes } from './processFigures.ts';
import { interleaved, type Measured, summarize } from './statistics.ts';

const MODEL = 'fake:latest';
const ROUNDS = 9;
const STREAMS = 16;

interface StreamFigures {
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly text: string;
}

/** The figures of one API: through the server, and directly from Ollama. */
interface WayFigures {
  readonly served: { firstTokenMs: Measured; totalMs: Measured; cpuMicrosPerToken: Measured };
  readonly direct: { firstTokenMs: Measured; totalMs: Measured };
}

/** `condenser serve` compared to a direct connection, and the cost of LangChain per chunk. */
export async function measureLangserve() {
  const flatOut = await measureWay(2000, {});
  const paced = await measureWay(200, { pace: 5 });
  const burst = await measureWay(2000, { chunking: 'burst' });
  const concurrent = await measureConcurrent();
  return {
    readyMs: await measureStart(),
    flatOut,
    paced,
    burst,
    concurrent,
    langChain: await measureLangChain(),
  };
}

async function withServer<Result>(
  tokens: number,
  reply: Omit<FakeReply, 'tokens'>,
  measure: (served: ServedChain, ollama: string) => Promise<Result>,
): Promise<Result> {
  const text = Array.from({ length: tokens }, (_, index) => ` word${index % 97}`);
  const fake = await startFakeProcess({ otherwise: { ...reply, tokens: text } });
  const served = await startServer({ host: fake.url, args: ['--model', MODEL] });
  try {
    return await measure(served, fake.url);
  } finally {
    served.process.kill('SIGTERM');
    await served.exit;
    await fake.stop();
  }
}

function measureWay(tokens: number, reply: Omit<FakeReply, 'tokens'>): Promise<WayFigures> {
  return withServer(tokens, reply, async (served, ollama) => {
    const pid = processId(served);
    const passes = { served: [] as StreamFigures[], direct: [] as StreamFigures[] };
    const cpu: number[] = [];
    await interleaved(ROUNDS, {
      served: async () => {
        const before = cpuMilliseconds(pid);
        const figures = await readServed(served.url);
        cpu.push(((cpuMilliseconds(pid) - before) * 1000) / tokens);
        passes.served.push(figures);
        return figures.totalMs;
      },
      direct: async () => {
        const figures = await readDirect(ollama);
        passes.direct.push(figures);
        return figures.totalMs;
      },
    });
    const length = passes.direct[0]?.text.length;
    if (passes.served.some(({ text }) => text.length !== length)) throw new Error('not whole');
    return {
      served: { ...summarizePasses(passes.served), cpuMicrosPerToken: summarize(cpu.slice(1)) },
      direct: summarizePasses(passes.direct),
    };
  });
}

function measureConcurrent() {
  return withServer(500, {}, async (served, ollama) => {
    const many = async (read: () => Promise<StreamFigures>) => {
      const started = performance.now();
      const all = await Promise.all(Array.from({ length: STREAMS }, read));
      if (new Set(all.map(({ text }) => text)).size !== 1) throw new Error('not whole');
      return performance.now() - started;
    };
    const { servedMs, directMs } = await interleaved(ROUNDS, {
      servedMs: () => many(() => readServed(served.url)),
      directMs: () => many(() => readDirect(ollama)),
    });
    return {
      streams: STREAMS,
      tokens: 500,
      servedMs: summarize(servedMs),
      directMs: summarize(directMs),
      memoryMegabytes: memoryMegabytes(processId(served), 'VmRSS'),
      peakMemoryMegabytes: memoryMegabytes(processId(served), 'VmHWM'),
    };
  });
}

/** The time from spawn to the line with its address, including the request for Ollama's models. */
async function measureStart(): Promise<Measured> {
  const fake = await startFakeProcess({});
  const figures: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    const served = await startServer({ host: fake.url });
    figures.push(performance.now() - started);
    served.process.kill('SIGKILL');
    await served.exit;
  }
  await fake.stop();
  return summarize(figures);
}

function summarizePasses(passes: readonly StreamFigures[]) {
  // The first pass is a warm-up.
  const counted = passes.slice(1);
  return {
    firstTokenMs: summarize(counted.map(({ firstTokenMs }) => firstTokenMs)),
    totalMs: summarize(counted.map(({ totalMs }) => totalMs)),
  };
}

function processId(served: ServedChain): number {
  if (served.process.pid === undefined) throw new Error('the server did not start');
  return served.process.pid;
}

/** Keeps sockets alive, like clients do. */
const agent = new Agent({ keepAlive: true, maxSockets: STREAMS });

function readServed(url: string): Promise<StreamFigures> {
  const body = { input: { chat_history: [], question: 'go' } };
  return read(`${url}/llama3/stream`, body, '\r\n\r\n', (block) =>
    block.startsWith('event: data') ? JSON.parse(block.slice(block.indexOf('data: ') + 6)) : '',
  );
}

function readDirect(ollama: string): Promise<StreamFigures> {
  const body = { model: MODEL, messages: [{ role: 'user', content: 'go' }], stream: true };
  return read(`${ollama}/api/chat`, body, '\n', (line) => JSON.parse(line).message?.content ?? '');
}

async function read(
  url: string,
  body: object,
  separator: string,
  contentOf: (block: string) => string,
): Promise<StreamFigures> {
  const started = performance.now();
  const call = request(url, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json' },
  });
  call.end(JSON.stringify(body));
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  let firstTokenMs = 0;
  let rest = '';
  let text = '';
  answer.setEncoding('utf8');
  for await (const piece of answer) {
    const blocks = (rest + piece).split(separator);
    rest = blocks.pop() ?? '';
    for (const block of blocks) text += contentOf(block);
    if (firstTokenMs === 0 && text !== '') firstTokenMs = performance.now() - started;
  }
  return { firstTokenMs, totalMs: performance.now() - started, text };
}
