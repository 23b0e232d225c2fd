import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { FakeScript } from '../fakes/ollama/script.ts';
import { startFake } from './starting.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const messages = [{ role: 'user', content: 'Hello?' }];

/** [description, request, status, Ollama's message] */
const refusals: readonly (readonly [string, object, number, string])[] = [
  ['a model that is missing', { model: 'absent' }, 404, "model 'absent' not found"],
  [
    'thinking of one that cannot',
    { model: 'fake', think: true },
    400,
    '"fake" does not support thinking',
  ],
  ['an answer of an embedding model', { model: 'embed' }, 400, '"embed" does not support chat'],
  [
    'more than the window holds',
    { model: 'fake', truncate: false, options: { num_ctx: 4 } },
    400,
    'the input length exceeds the context length',
  ],
];

test.each(refusals)('the fake refuses %s with the message of Ollama', async (...line) => {
  const [, body, status, error] = line;
  const models = [{ name: 'fake:latest' }, { name: 'embed:latest', capabilities: ['embedding'] }];
  const fake = await startFake({ models });

  const answer = await post(fake.url, { messages, ...body });

  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error });
});

test('the fake streams lines like Ollama, and stops at num_predict', async () => {
  const fake = await startFake({ replies: [{ tokens: ['a', '<b>', 'c'] }] });

  const answer = await post(fake.url, { model: 'fake', messages, options: { num_predict: 2 } });

  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  const text = await answer.text();
  expect(text).toContain('"content":"\\u003cb\\u003e"');
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { model: 'fake', message: { role: 'assistant', content: 'a' }, done: false },
    { model: 'fake', message: { role: 'assistant', content: '<b>' }, done: false },
    {
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: 'length',
      prompt_eval_count: 6,
      eval_count: 2,
    },
  ]);
});

test('the fake loads a model on its first call, and reloads it for another window', async () => {
  const fake = await startFake();
  for (const num_ctx of [4096, 4096, 8192]) {
    await (await post(fake.url, { model: 'fake', messages, options: { num_ctx } })).text();
  }

  const loaded = (await (await fetch(`${fake.url}/api/ps`)).json()) as { models: unknown[] };
  expect(loaded.models).toMatchObject([{ name: 'fake:latest', context_length: 8192 }]);
  expect(fake.log.of('loaded').map(({ contextLength }) => contextLength)).toEqual([4096, 8192]);
});

test('the fake runs as a program with a script file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'condenser-fake-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'script.json');
  const script: FakeScript = { version: '9.9.9', replies: [{ tokens: ['From', ' a file'] }] };
  writeFileSync(file, JSON.stringify(script));
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const program = join(ROOT, 'test/fakes/ollama/main.ts');
  const child = spawn(process.execPath, [tsx, program, '--script', file, '--events']);
  onTestFinished(() => void child.kill('SIGTERM'));

  const [line] = await once(createInterface(child.stdout), 'line');
  const { url } = JSON.parse(line as string) as { url: string };
  expect(await (await fetch(`${url}/api/version`)).json()).toEqual({ version: '9.9.9' });
  const answer = await post(url, { model: 'fake', messages, stream: false });
  expect(await answer.json()).toMatchObject({ message: { content: 'From a file' }, done: true });

  child.kill('SIGTERM');
  await once(child, 'exit');
});

function post(url: string, body: object): Promise<Response> {
  return fetch(`${url}/api/chat`, { method: 'POST', body: JSON.stringify(body) });
}
