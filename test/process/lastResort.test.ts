import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { WebProcess } from '../browser/webProcess.ts';
import { ENGINE_ANSWER, ENGINE_MODEL, engineAnswer, startEngineChild } from './engineChild.ts';
import { parseEvents, textOf } from './langserve/events.ts';
import { serve } from './langserve/servedChain.ts';
import { scene } from './scene.ts';
import { frame } from './sidecarChild.ts';
import { startChild, startFake } from './starting.ts';
import { openSession, startWeb, WebClient } from './webClient.ts';

const nodeArgs = ['--require', `${import.meta.dirname}/throwOnSignal.cjs`];
const errors = ['thrown by the test', 'rejected by the test'];
const held = { otherwise: { tokens: scene.answer, hold: [1] } } as const;

/** Waits until each of the errors is in the log. */
async function untilLogged(stderr: () => string): Promise<void> {
  const said = () => expect(errors.filter((text) => !stderr().includes(text))).toEqual([]);
  await vi.waitFor(said, { timeout: 50_000, interval: 20 });
}

test('web survives an uncaught error, and its turn is complete and saved', async () => {
  const fake = await startFake(held);
  const web = await startWeb({ host: fake.url, nodeArgs });
  const page = await WebClient.open(web, await openSession(web));
  const params = { clientTurnId: randomUUID(), text: scene.question };
  const asked = page.request('chat/send', params);
  const { request } = await fake.log.waitFor('held');

  web.signal('SIGUSR2');
  await untilLogged(() => web.stderr);
  fake.release(request);

  const { result } = await asked;
  const answer = scene.answer.join('');
  expect(result).toMatchObject({ answer, stopReason: 'complete' });
  const { conversationId } = result as { conversationId: string };
  const saved = await page.request('conversation/get', { conversationId });
  expect(JSON.stringify(saved)).toContain(answer);
});

test('serve survives an uncaught error, and its stream is complete', async () => {
  const fake = await startFake(held);
  const served = await serve({ host: fake.url, nodeArgs });
  const input = { chat_history: [], question: scene.question };
  const response = await served.post('/llama3/stream', { input });
  const { request } = await fake.log.waitFor('held');

  served.process.kill('SIGUSR2');
  await untilLogged(() => served.stderr);
  fake.release(request);

  expect(textOf(parseEvents(await response.text()))).toBe(scene.answer.join(''));
  expect((await served.get('/healthz')).status).toBe(200);
});

test('the engine survives an uncaught error, and its answer is complete', async () => {
  const engine = await startEngineChild(nodeArgs);
  const url = `http://127.0.0.1:${engine.port}`;
  const messages = [{ role: 'user', content: 'Hi' }];
  const body = JSON.stringify({ model: ENGINE_MODEL, messages });
  const response = await fetch(`${url}/api/chat`, { method: 'POST', body });

  engine.process.kill('SIGUSR2');
  await untilLogged(engine.stderr);
  engine.release();

  expect(engineAnswer(await response.text())).toMatchObject({
    text: ENGINE_ANSWER,
    last: { done: true },
  });
  expect((await fetch(`${url}/api/version`)).status).toBe(200);
});

test('stdio survives an uncaught error, and its turn is complete', async () => {
  const fake = await startFake(held);
  const env = { NODE_OPTIONS: nodeArgs.join(' ') };
  const sidecar = startChild({ fake, env });
  const send = (id: number, method: string, params: object) => {
    sidecar.willSend({ jsonrpc: '2.0', id, method, params });
    sidecar.write(frame(JSON.stringify({ jsonrpc: '2.0', id, method, params })));
    return sidecar.answer(id);
  };
  await send(1, 'initialize', { protocolVersion: 1, clientInfo: { name: 'test' } });
  const asked = send(2, 'chat/send', { clientTurnId: randomUUID(), text: scene.question });
  const { request } = await fake.log.waitFor('held');

  sidecar.process.kill('SIGUSR2');
  await untilLogged(() => sidecar.stderr);
  fake.release(request);

  expect((await asked).result).toMatchObject({ stopReason: 'complete' });
});

test('an error of the command itself still ends it', async () => {
  const fake = await startFake();
  const web = await startWeb({ host: fake.url });
  const again = WebProcess.start({ host: fake.url, port: web.port });
  await expect(again).rejects.toThrow('condenser web ended');
});
