import { randomUUID } from 'node:crypto';
import {
  EgressGetRequest,
  ErrorCode,
  ModelPreloadRequest,
  PageHelloRequest,
  SettingsGetRequest,
  SettingsUpdateRequest,
  StatusGetRequest,
} from '@condenser/protocol';
import { describe, expect, test } from 'vitest';
import { examine } from './doctorVisit.ts';
import { condenseReply, firstReply, scene, secondReply } from './scene.ts';
import { startFake, startSidecar } from './starting.ts';

const PASSWORD = 'open%40sesame';
const BASIC = `Basic ${Buffer.from('me:open@sesame').toString('base64')}`;
const withUser = (url: string) => url.replace('://', `://me:${PASSWORD}@`);

describe('a user and a password in the address', () => {
  test.each(['the environment', 'a flag', 'the settings'])(
    'of %s go to Ollama as Basic authentication, and nowhere else',
    async (source) => {
      const fake = await startFake();
      const host = withUser(fake.url);
      const sidecar = await startSidecar({
        args: ['--log-level', 'trace', ...(source === 'a flag' ? ['--ollama-host', host] : [])],
        ...(source === 'the environment' ? { host } : {}),
        ...(source === 'the settings'
          ? { env: { OLLAMA_HOST: '' }, settings: { ollamaHost: host } }
          : {}),
      });

      const { settings } = await sidecar.request(PageHelloRequest, { pageId: randomUUID() });
      expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'complete' });
      await sidecar.request(StatusGetRequest, undefined);
      await sidecar.request(EgressGetRequest, undefined);
      await fake.closePort();
      expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'error' });

      expect(settings.ollamaHost).toBe(fake.url.replace('://', '://•••@'));
      const requests = fake.log.of('request');
      expect(requests.length).toBeGreaterThan(2);
      for (const { headers } of requests) expect(headers.authorization).toBe(BASIC);
      const said = `${sidecar.child.stderr}${JSON.stringify(sidecar.child.messages)}`;
      expect(said).toContain('page/hello');
      expect(said).not.toMatch(/sesame|bWU6/);
    },
  );

  test('are overridden by the Authorization header of the settings', async () => {
    const fake = await startFake();
    const headers = { authorization: 'Bearer key' };
    const sidecar = await startSidecar({ host: withUser(fake.url), settings: { headers } });

    await sidecar.ask(scene.question);

    expect(fake.chats[0]?.headers.authorization).toBe('Bearer key');
  });

  test('are not printed by the doctor', async () => {
    const fake = await startFake();
    const reached = await examine({ env: { OLLAMA_HOST: withUser(fake.url) } });
    const unreached = await examine({ env: { OLLAMA_HOST: withUser('http://127.0.0.1:9') } });

    expect(reached.json.ok).toBe(true);
    expect(unreached.json.ok).toBe(false);
    for (const { stdout, stderr } of [reached, unreached]) {
      expect(stdout + stderr).not.toContain('sesame');
    }
  });

  test('survive a round trip through the client, and are not sent to another host', async () => {
    const stored = 'http://me:secret@127.0.0.1:9';
    const sidecar = await startSidecar({
      args: ['--log-level', 'trace'],
      env: { OLLAMA_HOST: '' },
      settings: { ollamaHost: stored },
    });
    const update = (ollamaHost: string) =>
      sidecar.request(SettingsUpdateRequest, { changes: { ollamaHost } });
    const { settings } = await sidecar.request(SettingsGetRequest, undefined);

    expect((await update(settings.ollamaHost ?? '')).settings).toEqual(settings);
    await expect(update('http://•••@elsewhere:9')).rejects.toMatchObject({
      code: ErrorCode.invalidParams,
      data: { field: 'changes.ollamaHost' },
    });
    expect(await update('http://you:password@127.0.0.1:9')).toMatchObject({
      settings: { ollamaHost: 'http://•••@127.0.0.1:9' },
    });
    expect(sidecar.child.stderr).toContain('settings/update');
    expect(sidecar.child.stderr).not.toMatch(/secret|you:password/);
  });
});

describe('a header that cannot be sent', () => {
  const bad: [string, string][] = [
    ['X-Key', 'one\ntwo'],
    ['X-Key', 'one\r\nHost: elsewhere'],
    ['X-Key', 'clé 密'],
    ['X-Key', '\u0000'],
    ['X Key', 'value'],
    ['X-Key:', 'value'],
    ['', 'value'],
    ['Host', 'elsewhere'],
    ['content-length', '5'],
    ['Content-Encoding', 'gzip'],
    ['TRANSFER-ENCODING', 'chunked'],
    ['Connection', 'close'],
    ['Upgrade', 'websocket'],
    ['Expect', '100-continue'],
    ['X-Key', '•••'],
  ];

  test('is refused by name, and nothing is changed', async () => {
    const sidecar = await startSidecar({ settings: { headers: { Authorization: 'Bearer key' } } });
    const before = await sidecar.request(SettingsGetRequest, undefined);

    for (const [name, value] of bad) {
      const changes = { headers: { [name]: value } };
      const refused = sidecar.request(SettingsUpdateRequest, { changes });
      await expect(refused, `${name}: ${value}`).rejects.toMatchObject({
        code: ErrorCode.invalidParams,
        data: { field: `changes.headers.${name}` },
      });
    }
    expect(await sidecar.request(SettingsGetRequest, undefined)).toEqual(before);
  });

  test.each([
    ['headers.Host', { headers: { Host: 'elsewhere' } }],
    ['headers.X-Key', { headers: { 'X-Key': 'a\nb' } }],
    ['keepAlive', { keepAlive: 'forever' }],
  ])('in the file is told of by its name: %s', async (field, settings) => {
    const { json } = await examine({ settings: JSON.stringify(settings) });

    const found = json.findings.find(({ id }) => id === 'settings');
    expect(found).toMatchObject({ level: 'problem', facts: { field } });
  });
});

describe('how long a model stays loaded', () => {
  test.each([
    ['-1', -1],
    ['0', 0],
    ['600', 600],
    ['10m', '10m'],
    [-1, -1],
  ])('%j in the settings is sent as %j with every call', async (keepAlive, sent) => {
    const fake = await startFake({ replies: [firstReply, condenseReply, secondReply] });
    const sidecar = await startSidecar({ fake, settings: { keepAlive } });

    const { conversationId } = await sidecar.ask(scene.question);
    await sidecar.ask(scene.followUp, { conversationId });
    await sidecar.request(ModelPreloadRequest, { model: 'fake:latest' });

    expect(fake.chats.map(({ body }) => body.keep_alive)).toEqual([sent, sent, sent, sent]);
  });

  test.each(['forever', '5 minutes', '', '5d', '1h30'])(
    '%j is refused by its name',
    async (keepAlive) => {
      const sidecar = await startSidecar();
      const wrong = { code: ErrorCode.invalidParams };

      for (const [changes, field] of [
        [{ keepAlive }, 'changes.keepAlive'],
        [{ models: { 'a:1b': { keepAlive } } }, 'changes.models.a:1b.keepAlive'],
      ] as const) {
        const refused = sidecar.request(SettingsUpdateRequest, { changes });
        await expect(refused).rejects.toMatchObject({ ...wrong, data: { field } });
      }
      await expect(sidecar.ask('Hello?', { options: { keepAlive } })).rejects.toMatchObject(wrong);
    },
  );
});
