import type { BuiltinProgress } from '@condenser/protocol';
import { BuiltinEngine, type EngineStarter } from '@condenser/sidecar/builtin/builtinEngine.ts';
import { expect, test, vi } from 'vitest';

const server = {
  demonstration: false,
  ensureRunning: async () => undefined,
  stop: vi.fn(async () => undefined),
};
const idle = () => new AbortController().signal;

/** A starter that waits for `goOn` or an abort. */
function slowStarter() {
  let goOn: () => void = () => undefined;
  const tellers: ((progress: BuiltinProgress) => void)[] = [];
  const start: EngineStarter['start'] = (tell, signal) =>
    new Promise((done, fail) => {
      tellers.push(tell);
      goOn = () => done(server);
      signal.addEventListener('abort', () => fail(new Error('stopped')));
    });
  const starter = { missing: async () => [], start: vi.fn(start) };
  return { starter, tellers, goOn: () => goOn() };
}

test('a second start joins the first one and gets its progress; nothing starts twice', async () => {
  const { starter, tellers, goOn } = slowStarter();
  const onStarted = vi.fn();
  const builtin = new BuiltinEngine(undefined, starter, onStarted);
  const received: string[] = [];

  const first = builtin.start(({ part }) => received.push(`first ${part}`), idle());
  const second = builtin.start(({ part }) => received.push(`second ${part}`), idle());
  tellers[0]?.({ part: 'engine', fraction: 0.5 });
  goOn();
  await Promise.all([first, second]);
  await builtin.start(() => undefined, idle());

  expect(received).toEqual(['first engine', 'second engine']);
  expect(starter.start).toHaveBeenCalledTimes(1);
  expect(onStarted).toHaveBeenCalledTimes(1);
  expect(builtin.on).toBe(true);
});

test('an engine that is stopped while it starts is off, and can be started again', async () => {
  const { starter, goOn } = slowStarter();
  const builtin = new BuiltinEngine(undefined, starter, () => undefined);
  const abort = new AbortController();
  const starting = builtin.start(() => undefined, abort.signal);
  abort.abort();
  await expect(starting).rejects.toThrow('stopped');
  expect(builtin.on).toBe(false);

  const again = builtin.start(() => undefined, idle());
  goOn();
  await again;
  expect(builtin.on).toBe(true);
});

test('closing aborts a start, and stops a running engine', async () => {
  const { starter } = slowStarter();
  const builtin = new BuiltinEngine(undefined, starter, () => undefined);
  const starting = builtin.start(() => undefined, idle());
  await Promise.all([builtin.close(), expect(starting).rejects.toThrow('stopped')]);

  const running = new BuiltinEngine(server, undefined, () => undefined);
  await running.close();
  expect(server.stop).toHaveBeenCalledTimes(1);
});
