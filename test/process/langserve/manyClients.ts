import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import type { FakeOllama } from '../../fakes/ollama/fakeOllama.ts';
import type { Random } from '../../unit/random.ts';
import { parseEvents, textOf } from './events.ts';
import type { ServedChain } from './servedChain.ts';

/** The behaviour of a crowd. */
export interface Crowd {
  readonly clients: number;
  /** Whether clients continue, given the numbers of complete and abandoned streams. */
  readonly goesOn: (ended: { readonly whole: number; readonly left: number }) => boolean;
  /** The complete answer. */
  readonly answer: string;
  readonly random: Random;
}

/** The result of a crowd. */
export interface CrowdFigures {
  readonly whole: number;
  readonly left: number;
  /** The open sockets and files of the server afterwards. */
  readonly open: number;
  /** The live heap in megabytes afterwards. */
  readonly heapMegabytes: number;
  /** The calls to Ollama that were still running afterwards. */
  readonly callsLeft: number;
}

/**
 * Runs many clients at once, half of which disconnect at a random moment of their stream.
 *
 * @throws if a stream of the others is incomplete.
 */
export async function runCrowd(
  served: ServedChain,
  fake: FakeOllama,
  crowd: Crowd,
): Promise<CrowdFigures> {
  const counts = { whole: 0, left: 0 };
  const client = async (index: number) => {
    while (crowd.goesOn(counts)) {
      const stays = index % 2 === 0;
      await (stays ? readWhole(served, crowd.answer) : readPart(served, crowd.random));
      counts[stays ? 'whole' : 'left'] += 1;
    }
  };
  await Promise.all(Array.from({ length: crowd.clients }, (_, index) => client(index)));
  await untilNothingRuns(served);
  const over = new Set(
    [...fake.log.of('over'), ...fake.log.of('closedByClient')].map(({ request }) => request),
  );
  const callsLeft = fake.chats.filter(({ request }) => !over.has(request)).length;
  return {
    ...counts,
    open: await openDescriptors(served),
    heapMegabytes: await heap(served),
    callsLeft,
  };
}

const body = { input: { chat_history: [], question: 'go' } };

async function readWhole(served: ServedChain, answer: string): Promise<void> {
  const response = await served.post('/llama3/stream', body);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const events = parseEvents(await response.text());
  if (textOf(events) !== answer || events.at(-1)?.event !== 'end') {
    throw new Error(`A stream is not whole: ${JSON.stringify(events.slice(-3))}`);
  }
}

/** Disconnects before the answer starts, or after some of its chunks. */
function readPart(served: ServedChain, random: Random): Promise<void> {
  let chunks = random.integer(0, 7);
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const asked = request(`${served.url}/llama3/stream`, { method: 'POST', headers });
    asked.once('close', resolve);
    // Its own abort is reported as an error too.
    asked.on('error', (error) => (asked.destroyed ? undefined : reject(error)));
    asked.once('response', (response) => {
      response.on('error', () => undefined);
      response.on('data', () => {
        chunks -= 1;
        if (chunks <= 0) asked.destroy();
      });
    });
    asked.end(JSON.stringify(body), () => {
      if (chunks === 0) asked.destroy();
    });
  });
}

/** Waits until the server reports that it is idle. */
export async function untilNothingRuns(served: ServedChain): Promise<void> {
  for (;;) {
    if (/^condenser_running_requests 0$/m.test(await metrics(served))) return;
  }
}

async function openDescriptors(served: ServedChain): Promise<number> {
  return Number(/^process_open_fds (\d+)$/m.exec(await metrics(served))?.[1] ?? Number.NaN);
}

/** The output of the server on SIGUSR2; see {@link HEAP_OPTIONS}. */
async function heap(served: ServedChain): Promise<number> {
  const before = served.stderr.length;
  served.process.kill('SIGUSR2');
  for (;;) {
    const [, bytes] = /heap (\d+)\n/.exec(served.stderr.slice(before)) ?? [];
    if (bytes !== undefined) return Number(bytes) / 1e6;
    await once(served.process.stderr ?? served.process, 'data');
  }
}

/** Arguments of Node that make a server print its heap on SIGUSR2. */
export const HEAP_OPTIONS = [
  '--expose-gc',
  '--require',
  join(import.meta.dirname, 'heapOnSignal.cjs'),
];

/** Uses a new socket, which is closed after the answer. */
async function metrics(served: ServedChain): Promise<string> {
  return (await served.get('/metrics', { headers: { connection: 'close' } })).text();
}
