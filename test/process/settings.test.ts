import { readFileSync } from 'node:fs';
import {
  ErrorCode,
  PromptsListRequest,
  SettingsChangedNotification,
  SettingsGetRequest,
  SettingsSchemaRequest,
  SettingsUpdateRequest,
  StatusChangedNotification,
  StatusGetRequest,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import { condenseReply, firstReply, scene, secondReply } from './scene.ts';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startFake, startSidecar } from './starting.ts';

function update(sidecar: SidecarProcess, changes: Record<string, unknown>) {
  return sidecar.request(SettingsUpdateRequest, { changes });
}

/** The current content of the file. */
async function stored(sidecar: SidecarProcess): Promise<Record<string, unknown>> {
  const { file } = await sidecar.request(SettingsGetRequest, undefined);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function told(sidecar: SidecarProcess, method: string) {
  return sidecar.child.output.waitFor('message', ({ message }) => message.method === method);
}

test('an update changes only its keys in the file, and all clients are notified', async () => {
  const settings = { temperature: 1, keepAlive: '5m', unknown: { kept: true } };
  const sidecar = await startSidecar({ settings });

  const state = await update(sidecar, { temperature: 0.2, keepAlive: null });

  expect(state.settings).toMatchObject({ temperature: 0.2, strategy: 'condense+history' });
  expect(state.settings.keepAlive).toBeUndefined();
  expect([...state.stored].sort()).toEqual(['temperature', 'unknown']);
  expect(state.overridden).toEqual({ ollamaHost: 'environment' });
  expect(await stored(sidecar)).toEqual({ temperature: 0.2, unknown: { kept: true } });
  await told(sidecar, SettingsChangedNotification.method);
});

test('options of models and headers change one by one, and a hidden value is kept', async () => {
  const headers = { Authorization: 'Bearer secret', 'X-Other': 'old' };
  const models = { 'one:7b': { think: true }, 'two:7b': { temperature: 0 } };
  const sidecar = await startSidecar({ settings: { headers, models } });
  const shown = await sidecar.request(SettingsGetRequest, undefined);
  expect(JSON.stringify(shown)).not.toContain('secret');

  await update(sidecar, {
    headers: { ...shown.settings.headers, 'X-Other': null },
    models: { 'two:7b': null, 'three:7b': { contextWindow: 8192 } },
  });

  expect(await stored(sidecar)).toEqual({
    headers: { Authorization: 'Bearer secret' },
    models: { 'one:7b': { think: true }, 'three:7b': { contextWindow: 8192 } },
  });
});

test.each([
  [{ temperature: 9 }, 'changes.temperature'],
  [{ strategy: 'magic' }, 'changes.strategy'],
  [{ models: { 'a:1b': { think: 'much' } } }, 'changes.models.a:1b.think'],
  [{ prompts: [{ name: 'has space', title: 'x', text: 'y' }] }, 'changes.prompts.0.name'],
  [{ temperature: 0.1, maximumContextWindow: '8k' }, 'changes.maximumContextWindow'],
])('%j is refused, naming the field, and nothing is changed', async (changes, field) => {
  const sidecar = await startSidecar({ settings: { temperature: 1 } });

  await expect(update(sidecar, changes)).rejects.toMatchObject({
    code: ErrorCode.invalidParams,
    data: { field },
  });
  expect(await stored(sidecar)).toEqual({ temperature: 1 });
});

test('concurrent updates are all applied', async () => {
  const sidecar = await startSidecar({ settings: {} });
  await Promise.all([
    update(sidecar, { temperature: 0.5 }),
    update(sidecar, { think: false }),
    update(sidecar, { answerLanguage: 'zh-CN' }),
  ]);
  expect(await stored(sidecar)).toEqual({
    temperature: 0.5,
    think: false,
    answerLanguage: 'zh-CN',
  });
});

test('the next turn uses the new address; a running one keeps the old one', async () => {
  const [old, other] = [
    await startFake({ replies: [{ tokens: ['a', 'b'], hold: [1] }] }),
    await startFake(),
  ];
  const sidecar = await startSidecar({ host: '', settings: { ollamaHost: old.url } });
  const running = sidecar.ask('First?');
  const held = await old.log.waitFor('held');

  await update(sidecar, { ollamaHost: other.url });
  const second = await sidecar.ask('Second?');
  old.release(held.request);

  expect(await running).toMatchObject({ stopReason: 'complete', answer: 'ab' });
  expect(second.answer).toBe('This is the fake.');
  expect(other.chats).toHaveLength(1);
  expect(await sidecar.request(StatusGetRequest, undefined)).toMatchObject({ host: other.url });
});

test('status/changed is sent when Ollama is reachable again', async () => {
  const fake = await startFake({ portClosed: true });
  const sidecar = await startSidecar({ fake });
  const { state } = await sidecar.request(StatusGetRequest, undefined);
  expect(state).toBe('unreachable');

  await fake.openPort();

  const { message } = await told(sidecar, StatusChangedNotification.method);
  expect(message.params).toMatchObject({ state: 'reachable', model: 'fake:latest' });
});

test('options of a turn override those of its model, which override the general ones', async () => {
  const fake = await startFake({ otherwise: { tokens: ['ok'] } });
  const settings = {
    temperature: 1,
    keepAlive: '9m',
    models: { fake: { temperature: 0.5, contextWindow: 2048 } },
  };
  const sidecar = await startSidecar({ fake, settings });

  await sidecar.ask('One?');
  await sidecar.ask('Two?', { options: { temperature: 0, contextWindow: 1024 } });

  expect(fake.chats.map(({ body }) => body)).toMatchObject([
    { keep_alive: '9m', options: { temperature: 0.5, num_ctx: 2048 } },
    { keep_alive: '9m', options: { temperature: 0, num_ctx: 1024 } },
  ]);
});

test('a separate condense model is used if configured', async () => {
  const models = [{ name: 'fake:latest' }, { name: 'quick:1b' }];
  const fake = await startFake({ models, replies: [firstReply, condenseReply, secondReply] });
  const settings = { model: 'fake', condenseModel: 'quick:1b' };
  const sidecar = await startSidecar({ fake, settings });

  const { conversationId } = await sidecar.ask(scene.question);
  const { answer } = await sidecar.ask(scene.followUp, { conversationId });

  expect(fake.chats.map(({ body }) => body.model)).toEqual(['fake', 'quick:1b', 'fake']);
  expect(answer).toBe(scene.secondAnswer.join(''));
});

test('a form can be built from the schema', async () => {
  const sidecar = await startSidecar();
  const { schema } = await sidecar.request(SettingsSchemaRequest, undefined);
  expect(schema.properties).toMatchObject({
    temperature: { type: 'number', minimum: 0, maximum: 2, description: expect.any(String) },
    maximumContextWindow: { default: 32_768 },
    models: { additionalProperties: { type: 'object' } },
  });
});

test('prompts are the user’s own, then the built-in ones in the language of the client', async () => {
  const own = { name: 'explain', title: 'Mine', text: 'Explain it to a child.' };
  const sidecar = await startSidecar({ settings: { prompts: [own] }, locale: 'zh-CN' });
  const { prompts } = await sidecar.request(PromptsListRequest, undefined);
  expect(prompts[0]).toEqual({ ...own, builtin: false });
  expect(prompts.filter(({ name }) => name === 'explain')).toHaveLength(1);
  expect(prompts.find(({ name }) => name === 'fix')).toMatchObject({
    builtin: true,
    text: expect.stringContaining('代码'),
  });
});
