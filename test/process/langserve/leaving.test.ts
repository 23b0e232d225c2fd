import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { condenseReply, scene } from '../scene.ts';
import { startFake } from '../starting.ts';
import { parseEvents, textOf } from './events.ts';
import { type ServedChain, serve } from './servedChain.ts';

const first = { chat_history: [], question: scene.question };
const followUp = {
  chat_history: [[scene.question, scene.answer.join('')]],
  question: scene.followUp,
};
/** A line of the log with an error or a stack. */
const PROBLEM = / (?:error|warn) | {4}at /;
const modes = ['invoke', 'batch', 'stream', 'stream_log', 'stream_events'] as const;

function bodyFor(mode: string, input: object): object {
  return mode === 'batch' ? { inputs: [input] } : { input };
}

test.each(modes)(
  'a client of %s that disconnects during its answer ends the work',
  async (mode) => {
    const fake = await startFake({ otherwise: { tokens: ['a', 'b'], hold: [1] } });
    const served = await serve({ host: fake.url });
    const abort = new AbortController();
    const asked = served.post(`/llama3/${mode}`, bodyFor(mode, first), { signal: abort.signal });
    asked.then((response) => response.text()).catch(() => undefined);

    const { request } = await fake.log.waitFor('held');
    abort.abort();

    expect((await fake.log.waitFor('closedByClient')).request).toBe(request);
    await noneRunning(served);
    // A client that disconnects is not an error.
    expect(served.stderr).not.toMatch(PROBLEM);
  },
);

test.each(modes)(
  'a client of %s that disconnects during the condense call causes no second call',
  async (mode) => {
    const fake = await startFake({ replies: [{ ...condenseReply, hold: ['headers'] }] });
    const served = await serve({ host: fake.url });
    const abort = new AbortController();
    const asked = served.post(`/llama3/${mode}`, bodyFor(mode, followUp), { signal: abort.signal });
    asked.then((response) => response.text()).catch(() => undefined);

    await fake.log.waitFor('held');
    abort.abort();
    await fake.log.waitFor('closedByClient');
    await noneRunning(served);

    expect(fake.chats).toHaveLength(1);
    expect(served.stderr).not.toMatch(PROBLEM);
  },
);

test('a client that disconnects during its request is not logged as an error', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const halfSent = await sendHalf(served);
  halfSent.resetAndDestroy();
  await untilMetric(served, /clients_left_total\{route="\/llama3\/invoke"\} 1$/m);
  expect(served.stderr).not.toMatch(PROBLEM);
});

test('an incomplete request does not count towards the concurrency limit', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url, args: ['--max-concurrent', '1'] });
  await sendHalf(served);
  await sendHalf(served);
  const response = await served.post('/llama3/invoke', { input: first });
  expect(response.status).toBe(200);
});

test('incomplete headers are answered with 408', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const { hostname, port } = new URL(served.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.write('POST /llama3/invoke HTTP/1.1\r\nHost: 127.0.0.1\r\n');
  expect(await untilEnd(socket)).toMatch(/^HTTP\/1\.1 408 [\s\S]*"detail"/);
});

test('a slow reader slows Ollama down, and gets the whole answer', async () => {
  const token = '#'.repeat(64 * 1024);
  const count = 600;
  const fake = await startFake({ otherwise: { tokens: new Array(count).fill(token) } });
  const served = await serve({ host: fake.url, args: ['--model', 'fake:latest'] });
  const socket = await openStream(served, first);
  socket.pause();
  const { sequence } = await fake.log.waitFor('headersSent', ({ status }) => status === 200);

  // The socket buffers fill up; then nothing is sent until the client reads.
  const settled = await quiet(() => fake.log.of('sent').length);
  expect(settled).toBeGreaterThan(0);
  expect(settled).toBeLessThan(count);
  expect(sequence).toBeGreaterThan(0);

  socket.resume();
  const text = await untilEnd(socket);
  expect(text.match(/#/g)?.length).toBe(count * token.length);
});

test('a client that does not read is disconnected, and so is Ollama', async () => {
  const token = '#'.repeat(64 * 1024);
  const fake = await startFake({ otherwise: { tokens: [token], fault: { kind: 'endless' } } });
  const served = await serve({ host: fake.url, args: ['--idle-seconds', '1'] });
  const socket = await openStream(served, first);
  socket.pause();
  await fake.log.waitFor('closedByClient');
  await noneRunning(served);
  socket.destroy();
});

test('an answer that takes too long ends with an error, and the request to Ollama is closed', async () => {
  const fake = await startFake({ otherwise: { tokens: ['a', 'b'], hold: [1] } });
  const served = await serve({ host: fake.url, args: ['--max-seconds', '1'] });
  const [invoked, streamed] = await Promise.all([
    served.post('/llama3/invoke', { input: first }),
    served.post('/llama3/stream', { input: first }),
  ]);
  expect([invoked.status, await invoked.json()]).toMatchObject([504, { kind: 'generationLimit' }]);
  const events = parseEvents(await streamed.text());
  expect(events.at(-1)).toMatchObject({ event: 'error', data: { status_code: 504 } });
  await fake.log.waitFor('closedByClient');
});

test('a request over the concurrency limit is 429, and a released slot can be acquired', async () => {
  const fake = await startFake({ otherwise: { tokens: ['a', 'b'], hold: [1] } });
  const served = await serve({ host: fake.url, args: ['--max-concurrent', '1'] });
  const running = await served.post('/llama3/stream', { input: first });
  const { request } = await fake.log.waitFor('held');

  const refused = await served.post('/llama3/invoke', { input: first });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect((await served.get('/healthz')).status).toBe(200);

  fake.release(request);
  await running.text();
  const again = served.post('/llama3/invoke', { input: first });
  const next = await fake.log.waitFor('held', (held) => held.request > request);
  fake.release(next.request);
  expect((await again).status).toBe(200);
});

test('a body over the limit is 413, a history or a batch over the limit 422', async () => {
  const fake = await startFake();
  const args = ['--max-body', '2000', '--max-history', '2'];
  const served = await serve({ host: fake.url, args });
  const long = await served.post('/llama3/invoke', {
    input: { ...first, question: 'x'.repeat(3000) },
  });
  expect(long.status).toBe(413);
  const history = await served.post('/llama3/invoke', {
    input: { ...first, chat_history: new Array(3).fill(['a', 'b']) },
  });
  expect([history.status, await history.json()]).toMatchObject([
    422,
    { detail: [{ loc: ['chat_history'], type: 'value_error.list.max_items' }] },
  ]);
  expect(fake.chats).toEqual([]);
});

test('a stopped server finishes its streams, refuses new requests, and exits with 0', async () => {
  const fake = await startFake({ otherwise: { tokens: ['a', 'b'], hold: [1] } });
  const served = await serve({ host: fake.url });
  const running = await served.post('/llama3/stream', { input: first });
  const { request } = await fake.log.waitFor('held');

  served.process.kill('SIGTERM');
  while (!served.stderr.includes('Finishing'))
    await once(served.process.stderr ?? served.process, 'data');
  await expect(served.get('/healthz')).rejects.toThrow();
  fake.release(request);

  const events = parseEvents(await running.text());
  expect(textOf(events)).toBe('ab');
  expect(events.at(-1)?.event).toBe('end');
  expect(await served.exit).toBe(0);
});

test('a stream that does not finish in time gets an error', async () => {
  const fake = await startFake({ otherwise: { tokens: ['a', 'b'], hold: [1] } });
  const served = await serve({ host: fake.url, args: ['--shutdown-seconds', '1'] });
  const running = await served.post('/llama3/stream', { input: first });
  await fake.log.waitFor('held');
  served.process.kill('SIGTERM');
  expect(parseEvents(await running.text()).at(-1)?.event).toBe('error');
  expect(await served.exit).toBe(0);
});

/** Waits until the server reports that it is idle. */
function noneRunning(served: ServedChain): Promise<void> {
  return untilMetric(served, /^condenser_running_requests 0$/m);
}

async function untilMetric(served: ServedChain, line: RegExp): Promise<void> {
  while (!line.test(await (await served.get('/metrics')).text()));
}

/** Sends the head of a request and one byte of its body, and waits until the server handles it. */
async function sendHalf(served: ServedChain): Promise<Socket> {
  const { hostname, port } = new URL(served.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const head = [
    'POST /llama3/invoke HTTP/1.1',
    `Host: ${hostname}`,
    'Content-Type: application/json',
    'Content-Length: 1000',
    'Expect: 100-continue',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n{`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 100 /);
  return socket;
}

async function openStream(served: ServedChain, input: object): Promise<Socket> {
  const { hostname, port } = new URL(served.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const body = JSON.stringify({ input });
  const head = [
    'POST /llama3/stream HTTP/1.1',
    `Host: ${hostname}`,
    'Content-Type: application/json',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return socket;
}

async function untilEnd(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk;
  return text;
}

/** The count, once it is stable over many iterations of both event loops. */
async function quiet(count: () => number): Promise<number> {
  let last = -1;
  let same = 0;
  while (same < 20) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    same = count() === last ? same + 1 : 0;
    last = count();
  }
  return last;
}
