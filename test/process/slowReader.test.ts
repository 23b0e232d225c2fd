import { ChatCancelRequest, ShutdownRequest } from '@condenser/protocol';
import { expect, test } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { firstReply, scene } from './scene.ts';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startFake, startSidecar } from './starting.ts';

/** A client that has stopped reading in the middle of an endless answer. */
async function startSlowReader(): Promise<{
  fake: FakeOllama;
  sidecar: SidecarProcess;
  turn: { conversationId: string; turnId: string };
  result: ReturnType<SidecarProcess['ask']>;
}> {
  const long = Array.from({ length: 2000 }, (_, index) => `word${index} `).join('');
  const fake = await startFake({ replies: [{ tokens: [long], fault: { kind: 'endless' } }] });
  const sidecar = await startSidecar({ fake });
  const result = sidecar.ask(scene.question);
  const turn = await sidecar.events.waitFor('delta');
  sidecar.child.stopReading();
  await untilBlocked(fake);
  return { fake, sidecar, turn, result };
}

/** Resolves when the fake could not send for a while, so that all buffers are full. */
async function untilBlocked(fake: FakeOllama): Promise<void> {
  const QUIET_MS = 300;
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, QUIET_MS);
    fake.log.onEvent(() => {
      clearTimeout(timer);
      timer = setTimeout(resolve, QUIET_MS);
    });
  });
}

test('a client that does not read slows Ollama down instead of filling the memory', async () => {
  const { fake, sidecar, turn } = await startSlowReader();
  const before = fake.log.of('sent').length;

  sidecar.child.readOn();

  await fake.log.waitFor('sent', ({ piece }) => piece > before + 100);
  await sidecar.request(ChatCancelRequest, turn);
});

test('a cancel reaches Ollama although the client does not read', async () => {
  const { fake, sidecar, turn, result } = await startSlowReader();

  const cancelled = sidecar.request(ChatCancelRequest, turn);
  await fake.log.waitFor('closedByClient');

  sidecar.child.readOn();
  await cancelled;
  const { stopReason, answer } = await result;
  expect(stopReason).toBe('cancelled');
  expect(answer).toBe(sidecar.text(turn.turnId));
  expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'complete' });
});

test('the end of stdin ends the sidecar although the client does not read', async () => {
  const { fake, sidecar } = await startSlowReader();

  sidecar.child.process.stdin.end();

  await fake.log.waitFor('closedByClient');
  expect(await exitOf(sidecar)).toEqual([1, null]);
});

test('SIGTERM ends the sidecar although the client does not read', async () => {
  const { fake, sidecar } = await startSlowReader();

  sidecar.child.process.kill('SIGTERM');

  await fake.log.waitFor('closedByClient');
  expect(await exitOf(sidecar)).toEqual([143, null]);
});

test('shutdown is answered as soon as the client reads again', async () => {
  const { fake, sidecar } = await startSlowReader();

  const answered = sidecar.request(ShutdownRequest, undefined);
  await fake.log.waitFor('closedByClient');
  sidecar.child.readOn();

  expect(await answered).toBeNull();
  expect(sidecar.events.of('finished')).toMatchObject([{ stopReason: 'cancelled' }]);
});

test('a finished answer is not delayed by a slow reader', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [3] }] });
  const sidecar = await startSidecar({ fake });
  const result = sidecar.ask(scene.question);
  const { request } = await fake.log.waitFor('held');
  sidecar.child.stopReading();
  fake.release(request);
  await fake.log.waitFor('over', (event) => event.request === request);
  sidecar.child.readOn();

  expect(await result).toMatchObject({ stopReason: 'complete' });
});

/** Exit code and signal; unlike `close`, `exit` does not wait until stdout has been read. */
function exitOf(sidecar: SidecarProcess): Promise<[number | null, NodeJS.Signals | null]> {
  const { process } = sidecar.child;
  if (process.exitCode !== null || process.signalCode !== null) {
    return Promise.resolve([process.exitCode, process.signalCode]);
  }
  return new Promise((resolve) => {
    process.once('exit', (code, signal) => resolve([code, signal]));
  });
}
