import { randomUUID } from 'node:crypto';
import { expect, onTestFailed, test } from 'vitest';
import { ENGINE_ANSWER, ENGINE_MODEL, engineAnswer, startEngineChild } from './engineChild.ts';
import { parseEvents, textOf } from './langserve/events.ts';
import { serve } from './langserve/servedChain.ts';
import { type OddTarget, oddRequests } from './oddRequests.ts';
import { type RawRequest, sendRaw } from './rawRequest.ts';
import { scene } from './scene.ts';
import { startFake } from './starting.ts';
import { openSession, startWeb, WebClient } from './webClient.ts';

const COUNT = 1000;
const AT_ONCE = 40;
const held = { otherwise: { tokens: scene.answer, hold: [1] } } as const;

/** Sends all of them with limited concurrency, until each is answered or its connection closed. */
async function attack(target: OddTarget): Promise<ReadonlyMap<string, number>> {
  const requests = oddRequests(12, COUNT, target);
  const outcomes = new Map<string, number>();
  const open = new Set<RawRequest>();
  onTestFailed(() => {
    for (const { bytes, after } of open) console.error('never answered:', after, String(bytes));
  });
  const worker = async () => {
    for (let request = requests.pop(); request !== undefined; request = requests.pop()) {
      open.add(request);
      const outcome = (await sendRaw(target.port, request)) ?? 'closed';
      open.delete(request);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
}

/** Checks that the requests cover malformed, refused and served ones. */
function expectVariety(outcomes: ReadonlyMap<string, number>): void {
  const statuses = [...outcomes.keys()].map((line) => line.split(' ')[1] ?? 'closed');
  expect(statuses).toEqual(expect.arrayContaining(['200', '400', '403', '404', '431', 'closed']));
  expect([...outcomes.keys()].filter((line) => / 500 /.test(line))).toEqual([]);
}

test('web: 1,000 odd requests do not affect the page, its turn and the process', async () => {
  const fake = await startFake(held);
  const web = await startWeb({ host: fake.url });
  const page = await WebClient.open(web, await openSession(web));
  const asked = page.request('chat/send', { clientTurnId: randomUUID(), text: scene.question });
  const { request } = await fake.log.waitFor('held');

  expectVariety(await attack({ port: web.port, paths: ['/', '/page.js', '/session', '/link'] }));

  expect(web.running).toBe(true);
  const served = await fetch(new URL('/', web.link));
  expect([served.status, await served.text()]).toEqual([200, expect.stringContaining('<html')]);
  fake.release(request);
  expect((await asked).result).toMatchObject({
    answer: scene.answer.join(''),
    stopReason: 'complete',
  });
  expect(web.stderr).not.toMatch(/Uncaught error/);
});

test('serve: 1,000 odd requests do not affect its stream and the process', async () => {
  const fake = await startFake(held);
  const served = await serve({ host: fake.url });
  const input = { chat_history: [], question: scene.question };
  const stream = await served.post('/llama3/stream', { input });
  const { request } = await fake.log.waitFor('held');

  const port = Number(new URL(served.url).port);
  const names = ['invoke', 'batch', 'stream', 'stream_log', 'stream_events', 'input_schema'];
  const paths = ['/docs', '/healthz', '/metrics', ...names.map((name) => `/llama3/${name}`)];
  expectVariety(await attack({ port, paths }));

  expect(served.process.exitCode).toBeNull();
  expect((await served.get('/healthz')).status).toBe(200);
  fake.release(request);
  expect(textOf(parseEvents(await stream.text()))).toBe(scene.answer.join(''));
  expect(served.stderr).not.toMatch(/unexpected error|failed|broke off/);
});

test('the engine: 1,000 odd requests do not affect its answer and the process', async () => {
  const engine = await startEngineChild();
  const url = `http://127.0.0.1:${engine.port}`;
  const body = { model: ENGINE_MODEL, messages: [{ role: 'user', content: 'Hi' }] };
  const chat = await fetch(`${url}/api/chat`, { method: 'POST', body: JSON.stringify(body) });

  const names = ['version', 'tags', 'ps', 'show', 'chat', 'pull'];
  const paths = ['/', ...names.map((name) => `/api/${name}`)];
  expectVariety(await attack({ port: engine.port, paths }));

  expect(engine.process.exitCode).toBeNull();
  expect((await fetch(`${url}/api/version`)).status).toBe(200);
  engine.release();
  expect(engineAnswer(await chat.text())).toMatchObject({
    text: ENGINE_ANSWER,
    last: { done: true },
  });
  expect(engine.stderr()).not.toMatch(/Uncaught error/);
});
