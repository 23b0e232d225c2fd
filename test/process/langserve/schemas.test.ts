import { expect, test } from 'vitest';
import { startFake } from '../starting.ts';
import { serve } from './servedChain.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

test('the schemas are as a LangServe client expects', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const schema = async (name: string) =>
    (await (await served.get(`/llama3/${name}`)).json()) as Schema;

  expect(await schema('input_schema')).toMatchObject({
    title: 'ChatHistory',
    required: ['chat_history', 'question'],
    properties: {
      chat_history: {
        type: 'array',
        items: {
          type: 'array',
          minItems: 2,
          maxItems: 2,
          items: [{ type: 'string' }, { type: 'string' }],
        },
        extra: { widget: { type: 'chat', input: 'question' } },
      },
      question: { type: 'string' },
    },
  });
  expect(await schema('output_schema')).toMatchObject({ type: 'string' });
  const config = await schema('config_schema');
  expect(Object.keys(config.properties?.configurable?.properties ?? {})).toEqual([
    'model',
    'temperature',
    'answer_language',
  ]);
});

test('the documents list every route, and load nothing from other origins', async () => {
  const fake = await startFake();
  const served = await serve({
    host: fake.url,
    args: ['--path', '/a', '--path', '/b,chain=basic'],
  });
  const document = (await (await served.get('/openapi.json')).json()) as {
    openapi: string;
    paths: object;
  };
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/a/invoke', '/b/stream_events', '/healthz', '/metrics']),
  );
  for (const page of ['/docs', '/a/playground/']) {
    const response = await served.get(page);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const html = await response.text();
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(html).not.toContain('{{');
  }
});

test('a superfluous or missing slash is redirected', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const manual = { redirect: 'manual' } as const;
  const playground = await served.get('/llama3/playground', manual);
  expect([playground.status, playground.headers.get('location')]).toEqual([
    307,
    '/llama3/playground/',
  ]);
  const invoke = await served.post('/llama3/invoke/', {}, manual);
  expect([invoke.status, invoke.headers.get('location')]).toEqual([307, '/llama3/invoke']);
});

test('health, readiness and metrics are served', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  await served.post('/llama3/invoke', { input: { chat_history: [], question: 'secret words' } });
  expect(await (await served.get('/healthz')).json()).toEqual({ status: 'ok' });
  expect((await served.get('/readyz')).status).toBe(200);
  const figures = await (await served.get('/metrics')).text();
  expect(figures).toContain(
    'condenser_http_requests_total{route="/llama3/invoke",method="POST",status="200"} 1',
  );
  expect(figures).not.toContain('secret');
  await fake.closePort();
  const unready = await served.get('/readyz');
  expect(unready.status).toBe(503);
  expect(await unready.json()).toEqual({ status: 'unreachable' });
  expect((await served.get('/healthz')).status).toBe(200);
});
