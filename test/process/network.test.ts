import { randomUUID } from 'node:crypto';
import { ErrorCode, PageHelloRequest } from '@condenser/protocol';
import { describe, expect, test } from 'vitest';
import { makeCertificate } from './certificate.ts';
import { scene } from './scene.ts';
import { startFake, startRecorder, startSidecar } from './starting.ts';

const answered = { answer: scene.answer.join(''), stopReason: 'complete' };
const script = { otherwise: { tokens: scene.answer } };

describe('a proxy of the environment', () => {
  test.each([
    ['127.0.0.1', (port: number) => `http://127.0.0.1:${port}`],
    ['localhost', (port: number) => `localhost:${port}`],
    ['0.0.0.0', (port: number) => `0.0.0.0:${port}`],
  ])('is not used for %s', async (_name, host) => {
    const fake = await startFake(script);
    const proxy = await startRecorder(fake.port);
    const sidecar = await startSidecar({ host: host(fake.port), env: proxyEnvironment(proxy.url) });

    expect(await sidecar.ask(scene.question)).toMatchObject(answered);
    expect(proxy.received).toEqual([]);
  });

  test.each(['HTTP_PROXY', 'http_proxy'])('named by %s is used for another host', async (name) => {
    const fake = await startFake(script);
    const proxy = await startRecorder(fake.port);
    const sidecar = await startSidecar({
      host: 'http://ollama.test:11434',
      env: { [name]: proxy.url },
    });

    expect(await sidecar.ask(scene.question)).toMatchObject(answered);
    expect(proxy.received.length).toBeGreaterThan(0);
    for (const { target } of proxy.received) expect(target).toContain('ollama.test:11434');
    expect(fake.chats[0]?.headers.host).toBe('ollama.test:11434');
  });

  test('is used for https, and the certificate of the server is checked', async () => {
    const { certFile, ...tls } = makeCertificate();
    const fake = await startFake({ ...script, tls });
    const proxy = await startRecorder(fake.port);
    const options = { host: 'https://ollama.test', env: { HTTPS_PROXY: proxy.url } };
    const trusting = await startSidecar({ ...options, settings: { caFile: certFile } });
    const strict = await startSidecar(options);

    expect(await trusting.ask(scene.question)).toMatchObject(answered);
    expect(proxy.received[0]).toMatchObject({ method: 'CONNECT', target: 'ollama.test:443' });
    expect(await strict.ask(scene.question)).toMatchObject({ stopReason: 'error' });
  });

  test.each(['127.0.0.1:PORT', 'user:opensesame@127.0.0.1:PORT'])(
    'without a scheme is an HTTP proxy: %s',
    async (address) => {
      const fake = await startFake(script);
      const proxy = await startRecorder(fake.port);
      const HTTP_PROXY = address.replace('PORT', new URL(proxy.url).port);
      const sidecar = await startSidecar({ host: 'http://ollama.test', env: { HTTP_PROXY } });

      expect(await sidecar.ask(scene.question)).toMatchObject(answered);
      expect(proxy.received.length).toBeGreaterThan(0);
      expect(JSON.stringify(sidecar.child.messages)).not.toContain('opensesame');
    },
  );

  test.each([
    ['http://gpu.ollama.invalid', '.ollama.invalid'],
    ['http://gpu.ollama.invalid', '*.ollama.invalid'],
    ['http://gpu.ollama.invalid:8080', 'gpu.ollama.invalid:8080'],
    ['http://0.0.0.1:9', '0.0.0.0/8'],
  ])('sees nothing of a prompt for %s where NO_PROXY has %s', async (host, NO_PROXY) => {
    const proxy = await startRecorder();
    const sidecar = await startSidecar({ host, env: { HTTP_PROXY: proxy.url, NO_PROXY } });

    expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'error' });
    expect(proxy.received).toEqual([]);
  });

  test.each(['http://', 'http://user:opensesame@:3128', 'socks5://user:opensesame@proxy:1080'])(
    'that is not one is named, and Ollama is not blamed: %s',
    async (address) => {
      const sidecar = await startSidecar({
        host: 'http://ollama.test:11434',
        env: { HTTP_PROXY: address },
      });

      const { error } = await sidecar.ask(scene.question);
      expect(error).toMatchObject({ data: { kind: 'proxy', variable: 'HTTP_PROXY' } });
      expect(error?.message).toContain('HTTP_PROXY');
      expect(error?.message).not.toContain('Ollama');
      expect(JSON.stringify(error)).not.toContain('opensesame');
    },
  );

  test('that refuses is a typed error', async () => {
    const proxy = await startRecorder();
    const sidecar = await startSidecar({
      host: 'http://ollama.test:11434',
      env: { HTTP_PROXY: proxy.url },
    });

    const { error } = await sidecar.ask(scene.question);
    expect(error).toMatchObject({
      code: ErrorCode.ollamaUnreachable,
      data: { kind: 'ollamaUnreachable', reason: 'the proxy answered 403', proxy: proxy.url },
    });
    expect(error?.message).toContain(`through the proxy ${proxy.url}`);
    expect(error?.data?.whatToDo).toContain('NO_PROXY');
  });

  test('without an answer is a typed error', async () => {
    const sidecar = await startSidecar({
      host: 'http://ollama.test:11434',
      env: { HTTP_PROXY: 'http://127.0.0.1:9' },
    });

    const { error } = await sidecar.ask(scene.question);
    expect(error).toMatchObject({
      code: ErrorCode.ollamaUnreachable,
      data: { kind: 'ollamaUnreachable' },
    });
  });
});

describe('an Ollama behind https', () => {
  test('is trusted by the CA file of the settings', async () => {
    const { certFile, ...tls } = makeCertificate();
    const fake = await startFake({ ...script, tls });
    const sidecar = await startSidecar({ fake, settings: { caFile: certFile } });

    expect(await sidecar.ask(scene.question)).toMatchObject(answered);
  });

  test('is refused without it, and does not receive the question', async () => {
    const { certFile: _, ...tls } = makeCertificate();
    const fake = await startFake({ ...script, tls });
    const sidecar = await startSidecar({ fake });

    expect(await sidecar.ask(scene.question)).toMatchObject({
      stopReason: 'error',
      error: { code: ErrorCode.ollamaUnreachable, data: { kind: 'ollamaUnreachable' } },
    });
    expect(fake.log.of('request')).toEqual([]);
  });

  test('with a missing CA file is an error that names the setting', async () => {
    const sidecar = await startSidecar({ settings: { caFile: '/nowhere/ca.pem' } });

    expect(await sidecar.ask(scene.question)).toMatchObject({
      stopReason: 'error',
      error: { data: { kind: 'settings', field: 'caFile' } },
    });
    expect(await sidecar.leave()).toEqual({ code: 0, signal: null });
  });
});

test('the headers of the settings are sent to Ollama with every request, and nowhere else', async () => {
  const headers = { Authorization: 'Bearer opensesame', 'X-Team': 'opensesame-too' };
  const fake = await startFake(script);
  const sidecar = await startSidecar({
    fake,
    args: ['--log-level', 'trace'],
    settings: { headers },
  });

  const hello = await sidecar.request(PageHelloRequest, { pageId: randomUUID() });
  await sidecar.ask(scene.question);

  expect(hello.settings.headers).toEqual({ Authorization: '•••', 'X-Team': '•••' });
  const requests = fake.log.of('request');
  expect(requests.length).toBeGreaterThan(3);
  for (const request of requests) {
    expect(request.headers.authorization).toBe('Bearer opensesame');
    expect(request.headers['x-team']).toBe('opensesame-too');
  }
  expect(sidecar.child.stderr).toContain('page/hello');
  expect(sidecar.child.stderr).not.toContain('opensesame');
  expect(JSON.stringify(sidecar.child.messages)).not.toContain('opensesame');
});

test('nothing is traced to LangSmith, whatever the environment says', async () => {
  const service = await startRecorder();
  const fake = await startFake(script);
  const tracing = ['LANGSMITH', 'LANGCHAIN'].flatMap((name) => [
    [`${name}_TRACING`, 'true'],
    [`${name}_TRACING_V2`, 'true'],
    [`${name}_ENDPOINT`, service.url],
    [`${name}_API_KEY`, 'key'],
    [`${name}_CALLBACKS_BACKGROUND`, 'false'],
  ]);
  const sidecar = await startSidecar({ fake, env: Object.fromEntries(tracing) });

  const { conversationId } = await sidecar.ask(scene.question);
  for (let turn = 0; turn < 3; turn += 1) await sidecar.ask(scene.followUp, { conversationId });
  await sidecar.leave();

  expect(fake.chats.length).toBeGreaterThan(3);
  expect(service.received).toEqual([]);
});

function proxyEnvironment(url: string): Record<string, string> {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, url],
      [name.toLowerCase(), url],
    ]),
  );
}
