import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BuiltinStartRequest, ErrorCode } from '@condenser/protocol';
import { expect, test } from 'vitest';
import { startSidecar } from './starting.ts';

test('the parts of the built-in engine are listed before any is downloaded', async () => {
  const sidecar = await startSidecar();

  const answer = await sidecar.request(BuiltinStartRequest, { fetch: false });

  expect(answer.missing.map(({ source }) => source)).toEqual(['npm', 'pip']);
  expect(answer.status.state).toBe('unreachable');
  expect(existsSync(join(sidecar.child.home, 'cache'))).toBe(false);
});

test('the built-in engine is not started if that is forbidden, and the error says what to do', async () => {
  const sidecar = await startSidecar({ args: ['--no-builtin'] });
  await expect(sidecar.request(BuiltinStartRequest, { fetch: true })).rejects.toMatchObject({
    code: ErrorCode.notSupported,
    data: { whatToDo: expect.stringContaining('without --no-builtin') },
  });
});

test('a machine without npm causes an error, and Ollama is used as before', async () => {
  const sidecar = await startSidecar({ env: { PATH: '' } });
  await expect(sidecar.request(BuiltinStartRequest, { fetch: true })).rejects.toMatchObject({
    data: { whatToDo: expect.stringContaining('npm') },
  });
  const { status } = await sidecar.request(BuiltinStartRequest, { fetch: false });
  expect(status.state).toBe('unreachable');
});
