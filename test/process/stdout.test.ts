import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetTraceNotification, StatusGetRequest } from '@condenser/protocol';
import { expect, test, vi } from 'vitest';
import type { Fault } from '../fakes/ollama/script.ts';
import { scene } from './scene.ts';
import { startFake, startSidecar } from './starting.ts';

const odd: readonly (readonly [string, Fault])[] = [
  [
    'an error that is not JSON',
    { kind: 'status', status: 500, body: 'oops', contentType: 'text/plain' },
  ],
  ['an error that is broken JSON', { kind: 'status', status: 500, body: '{"error":' }],
  ['a last line that is cut', { kind: 'cut', after: 1, where: 'line' }],
];

// startSidecar checks after each test that stdout contains only frames.
test.each(odd)('%s causes an error, and no library logs it', async (_name, fault) => {
  const fake = await startFake({ replies: [{ tokens: scene.answer, fault }] });
  const sidecar = await startSidecar({ fake });

  const { stopReason } = await sidecar.ask(scene.question);

  expect(stopReason).toBe('error');
  expect(sidecar.child.stderr).not.toMatch(/response/);
});

test('console output of libraries goes to stderr', async () => {
  const nodeOptions = `--require ${import.meta.dirname}/logToConsole.cjs`;
  const sidecar = await startSidecar({ env: { NODE_OPTIONS: nodeOptions } });

  sidecar.child.process.kill('SIGUSR2');

  const all = ['log', 'info', 'debug', 'warn', 'error'].map((method) => `console.${method}`);
  await vi.waitFor(
    () => expect(all.filter((text) => !sidecar.child.stderr.includes(text))).toEqual([]),
    { timeout: 50_000, interval: 20 },
  );
  await sidecar.request(StatusGetRequest, undefined);
});

test('$/setTrace turns the wire trace on stderr on and off', async () => {
  const sidecar = await startSidecar({ fake: await startFake() });

  await sidecar.notify(SetTraceNotification, { value: 'verbose' });
  await sidecar.ask('traced?');
  await sidecar.notify(SetTraceNotification, { value: 'off' });
  await sidecar.request(StatusGetRequest, undefined);
  await sidecar.ask('silent?');

  expect(sidecar.child.stderr).toContain('traced?');
  expect(sidecar.child.stderr).not.toContain('silent?');
});

test('questions and answers are logged only at trace', async () => {
  const fake = await startFake({ otherwise: { tokens: ['the', ' answer'] } });
  const sidecar = await startSidecar({ fake, args: ['--log-level', 'debug'] });

  await sidecar.ask('the question');

  expect(sidecar.child.stderr).toContain('/api/chat');
  expect(sidecar.child.stderr).not.toMatch(/the question|the answer/);
});

test('a warning of the JSON-RPC library is logged without the message it quotes', async () => {
  const sidecar = await startSidecar({ args: ['--log-level', 'debug'] });
  const message = 'a secret of the user';

  // No request had this id, so the library logs a warning that quotes it.
  sidecar.child.send({ jsonrpc: '2.0', id: null, error: { code: 1, message } });
  await sidecar.request(StatusGetRequest, undefined);

  const logs = [sidecar.child.stderr, readFileSync(logFile(sidecar.child.home), 'utf8')];
  for (const log of logs) {
    expect(log).toContain('Received response message without id');
    expect(log).not.toContain(message);
  }
});

function logFile(home: string): string {
  const folder = join(home, '.local', 'state', 'condenser');
  return join(folder, 'condenser.log');
}
