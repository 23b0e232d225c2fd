import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  ChatSendRequest,
  ErrorCode,
  ExitNotification,
  InitializeRequest,
  PROTOCOL_VERSION,
  ShutdownRequest,
  StatusGetRequest,
} from '@condenser/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { firstReply, scene } from './scene.ts';
import type { SidecarChild } from './sidecarChild.ts';
import { startChild, startFake, startSidecar } from './starting.ts';

const clientInfo = { name: 'process-test' };

test('initialize returns the server info and all supported requests', async () => {
  const sidecar = startChild();

  sidecar.send({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: PROTOCOL_VERSION, clientInfo },
  });

  const { result } = await sidecar.answer(1);
  expect(result).toMatchObject({
    protocolVersion: PROTOCOL_VERSION,
    serverInfo: { name: 'condenser', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    capabilities: { strategies: ['condense+history', 'condense', 'history'] },
  });
});

test('another protocol version is refused, and the supported one is still accepted', async () => {
  const sidecar = startChild();
  const initialize = (id: number, protocolVersion: number) =>
    sidecar.send({
      jsonrpc: '2.0',
      id,
      method: 'initialize',
      params: { protocolVersion, clientInfo },
    });

  initialize(1, 2);
  initialize(2, PROTOCOL_VERSION);

  expect((await sidecar.answer(1)).error).toMatchObject({
    code: ErrorCode.protocolVersion,
    data: { kind: 'protocolVersion', asked: 2, supported: 1 },
  });
  expect((await sidecar.answer(2)).result).toMatchObject({ protocolVersion: 1 });
});

test('a second initialize is refused', async () => {
  const sidecar = await startSidecar();

  await expect(
    sidecar.request(InitializeRequest, { protocolVersion: PROTOCOL_VERSION, clientInfo }),
  ).rejects.toMatchObject({ code: ErrorCode.invalidRequest });
});

test('no event is sent before "initialized"', async () => {
  const fake = await startFake();
  const sidecar = startChild({ fake });
  sidecar.send({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: PROTOCOL_VERSION, clientInfo },
  });
  const params = { clientTurnId: randomUUID(), text: scene.question };
  sidecar.send({ jsonrpc: '2.0', id: 2, method: ChatSendRequest.method, params });

  expect((await sidecar.answer(2)).result).toMatchObject({ stopReason: 'complete' });
  expect(sidecar.messages).toHaveLength(2);
});

test('exit after shutdown exits with 0, and only exit is accepted in between', async () => {
  const sidecar = await startSidecar();

  expect(await sidecar.request(ShutdownRequest, undefined)).toBeNull();
  await expect(sidecar.request(StatusGetRequest, undefined)).rejects.toMatchObject({
    code: ErrorCode.invalidRequest,
  });
  await sidecar.notify(ExitNotification, undefined);

  expect(await sidecar.child.exit).toEqual({ code: 0, signal: null });
});

test('exit without shutdown exits with 1', async () => {
  const sidecar = await startSidecar();

  await sidecar.notify(ExitNotification, undefined);

  expect(await sidecar.child.exit).toEqual({ code: 1, signal: null });
});

test('exit before initialize exits with 1', async () => {
  const sidecar = startChild();

  sidecar.send({ jsonrpc: '2.0', method: ExitNotification.method });

  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
});

test('shutdown stops running turns, and returns once they are saved', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const sidecar = await startSidecar({ fake });
  const result = sidecar.ask(scene.question);
  await sidecar.events.waitFor('delta');

  await sidecar.request(ShutdownRequest, undefined);

  expect(sidecar.events.of('finished')).toMatchObject([{ stopReason: 'cancelled' }]);
  expect(await result).toMatchObject({ answer: scene.answer[0], stopReason: 'cancelled' });
  await fake.log.waitFor('closedByClient');
});

test('a question followed immediately by the end of stdin does not hang', async () => {
  const fake = await startFake({ otherwise: { ...firstReply, fault: { kind: 'endless' } } });
  const sidecar = startChild({ fake });
  greet(sidecar);
  const params = { clientTurnId: randomUUID(), text: scene.question };

  sidecar.send({ jsonrpc: '2.0', id: 2, method: ChatSendRequest.method, params });
  sidecar.process.stdin.end();

  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
});

test('at the end of stdin a running turn is saved, "finished" is sent, and then its answer', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const sidecar = startChild({ fake });
  greet(sidecar);
  const params = { clientTurnId: randomUUID(), text: scene.question };
  sidecar.send({ jsonrpc: '2.0', id: 2, method: ChatSendRequest.method, params });
  await fake.log.waitFor('held');

  sidecar.process.stdin.end();

  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
  const kinds = sidecar.messages.map(({ id, params }) =>
    id === 2 ? 'answer' : (params as { kind?: string } | undefined)?.kind,
  );
  expect(kinds.filter((kind) => kind === 'finished' || kind === 'answer')).toEqual([
    'finished',
    'answer',
  ]);
  expect(sidecar.messages.find(({ id }) => id === 2)?.result).toMatchObject({
    stopReason: 'cancelled',
    answer: scene.answer[0],
  });
});

test('the end of stdin before any message exits with 1', async () => {
  const sidecar = startChild();

  sidecar.process.stdin.end();

  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
  expect(sidecar.messages).toEqual([]);
});

test('the sidecar exits when the process in initialize is gone, although stdin stays open', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const sidecar = startChild({ fake });
  greet(sidecar, { processId: parent.pid });
  const params = { clientTurnId: randomUUID(), text: scene.question };
  sidecar.send({ jsonrpc: '2.0', id: 2, method: ChatSendRequest.method, params });
  await fake.log.waitFor('held');

  parent.kill('SIGKILL');
  await once(parent, 'exit');

  expect((await sidecar.answer(2)).result).toMatchObject({ stopReason: 'cancelled' });
  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
  await fake.log.waitFor('closedByClient');
});

test('closing stdout ends the sidecar', async () => {
  const fake = await startFake({ otherwise: { ...firstReply, fault: { kind: 'endless' } } });
  const sidecar = startChild({ fake });
  greet(sidecar);
  const params = { clientTurnId: randomUUID(), text: scene.question };
  sidecar.send({ jsonrpc: '2.0', id: 2, method: ChatSendRequest.method, params });
  await sidecar.output.waitFor('message', ({ message }) => message.method === 'chat/event');

  sidecar.process.stdout.destroy();

  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
  await fake.log.waitFor('closedByClient');
});

test('Ctrl-C in the terminal of the host does not end the sidecar', async () => {
  const sidecar = await startSidecar();

  sidecar.child.process.kill('SIGINT');

  expect(await sidecar.request(StatusGetRequest, undefined)).toMatchObject({
    state: 'unreachable',
  });
});

function greet(sidecar: SidecarChild, more: object = {}): void {
  const params = { protocolVersion: PROTOCOL_VERSION, clientInfo, ...more };
  sidecar.send({ jsonrpc: '2.0', id: 1, method: InitializeRequest.method, params });
  sidecar.send({ jsonrpc: '2.0', method: 'initialized', params: {} });
}
