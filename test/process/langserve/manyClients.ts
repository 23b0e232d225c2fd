import type { FakeOllama } from '../../fakes/ollama/fakeOllama.ts';
import type { Random } from '../../unit/random.ts';
import { parseEvents, textOf } from './events.ts';
import type { ServedChain } from './servedChain.ts';

/** How a crowd behaves. */
export interface Crowd {
  readonly clients: number;
  /** Each client asks again until so many streams of the crowd have ended, either way. */
  readonly streams: number;
  /** What a whole answer is. */
  readonly answer: string;
  readonly random: Random;
}

/** What came of it. */
export interface CrowdFigures {
  readonly whole: number;
  readonly left: number;
  /** Open sockets and memory of the server, before and after. */
  readonly socketsBefore: number;
  readonly socketsAfter: number;
  readonly megabytesBefore: number;
  readonly megabytesAfter: number;
  /** Calls that Ollama was still answering afterwards. */
  readonly callsLeft: number;
}

/**
 * Many clients at once, every second one of which leaves at a random moment of its stream.
 *
 * @throws when a stream of those that stay is not whole.
 */
export async function runCrowd(
  served: ServedChain,
  fake: FakeOllama,
  crowd: Crowd,
): Promise<CrowdFigures> {
  const [socketsBefore, megabytesBefore] = await figures(served);
  let ended = 0;
  const counts = { whole: 0, left: 0 };
  const client = async (index: number) => {
    while (ended < crowd.streams) {
      const stays = index % 2 === 0;
      await (stays ? readWhole(served, crowd.answer) : readPart(served, crowd.random));
      counts[stays ? 'whole' : 'left'] += 1;
      ended += 1;
    }
  };
  await Promise.all(Array.from({ length: crowd.clients }, (_, index) => client(index)));
  await untilNothingRuns(served);
  const [socketsAfter, megabytesAfter] = await figures(served);
  const over = new Set(
    [...fake.log.of('over'), ...fake.log.of('closedByClient')].map(({ request }) => request),
  );
  const callsLeft = fake.chats.filter(({ request }) => !over.has(request)).length;
  return { ...counts, socketsBefore, socketsAfter, megabytesBefore, megabytesAfter, callsLeft };
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

/** Leaves before the answer begins, after some of its chunks, or never when it is faster. */
async function readPart(served: ServedChain, random: Random): Promise<void> {
  const abort = new AbortController();
  let chunks = random.integer(0, 7);
  const asked = served.post('/llama3/stream', body, { signal: abort.signal });
  if (chunks === 0) setImmediate(() => abort.abort());
  try {
    const response = await asked;
    for await (const _ of response.body ?? []) {
      chunks -= 1;
      if (chunks <= 0) abort.abort();
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  }
}

/** Waits until the server says that it runs nothing. */
export async function untilNothingRuns(served: ServedChain): Promise<void> {
  for (;;) {
    if (/^condenser_running_requests 0$/m.test(await metrics(served))) return;
  }
}

async function figures(served: ServedChain): Promise<[sockets: number, megabytes: number]> {
  const text = await metrics(served);
  const value = (name: string) =>
    Number(new RegExp(`^${name} ([\\d.e+]+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return [value('process_open_fds'), value('process_resident_memory_bytes') / 1e6];
}

/** Over a socket of its own, which is closed with the answer. */
async function metrics(served: ServedChain): Promise<string> {
  return (await served.get('/metrics', { headers: { connection: 'close' } })).text();
}
