import { writeFileSync } from 'node:fs';
import { ChatCheckContextRequest, type ContextItem, LooksSecretFacts } from '@condenser/protocol';
import { expect, test } from 'vitest';
import { CommandHome } from './commandHome.ts';
import { startFake, startSidecar } from './starting.ts';

const SECRET = 'tr0ub4dor';
const context: ContextItem[] = [
  { kind: 'file', uri: 'file:///home/ada/app/.env', text: `NAME=app\nDB_PASSWORD=${SECRET}\n` },
  { kind: 'file', title: 'main.ts', text: 'export const name = "app";\n' },
  {
    kind: 'selection',
    uri: 'file:///home/ada/app/db.ts',
    range: { start: { line: 40, character: 0 }, end: { line: 42, character: 0 } },
    text: `connect({\n  password: '${SECRET}' })\n`,
  },
];

test('chat/checkContext finds secrets without sending anything', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });

  const { findings } = await sidecar.request(ChatCheckContextRequest, { context });

  expect(findings).toMatchObject([
    { item: 0, kind: 'environmentFile', rule: 'env' },
    { item: 0, kind: 'password', line: 2 },
    { item: 2, kind: 'password', line: 42 },
  ]);
  expect(findings.map(({ message }) => message)).toEqual([
    '.env looks like a file that contains secrets (environment file).',
    '.env, line 2: looks like a secret (password).',
    'db.ts, line 42: looks like a secret (password).',
  ]);
  expect(JSON.stringify(findings)).not.toContain(SECRET);
  expect(fake.chats).toEqual([]);
});

test('a turn with such context is answered, with a notice about the likely secrets', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake, locale: 'zh-CN' });

  const result = await sidecar.ask('What is this?', { context });

  expect(result.stopReason).toBe('complete');
  const notices = sidecar.events.of('notice').map(({ notice }) => notice);
  expect(notices).toMatchObject([{ code: 'looksSecret' }]);
  const { findings, places } = LooksSecretFacts.parse(notices[0]);
  expect(findings.map(({ item }) => item)).toEqual([0, 0, 2]);
  expect(notices[0]?.message).toBe(`发送的内容可能包含机密：${places}。`);
  expect(JSON.stringify(notices)).not.toContain(SECRET);
});

test('a turn without such context has no notice', async () => {
  const sidecar = await startSidecar({ fake: await startFake() });
  await sidecar.ask('What is a password?', { context: context.slice(1, 2) });
  expect(sidecar.events.of('notice')).toEqual([]);
});

test('condenser ask warns on stderr in one line, and sends the question', async () => {
  const fake = await startFake();
  const home = new CommandHome();
  writeFileSync(home.path('.env'), `DB_PASSWORD=${SECRET}\n`);

  const { code, stderr } = await home.run(['ask', 'What is this?', '--file', '.env'], { fake });

  expect(code).toBe(0);
  expect(stderr).toBe(
    'The message may contain secrets: .env (environment file); .env, line 1 (password).\n',
  );
  expect(JSON.stringify(fake.chats[0]?.body)).toContain(SECRET);
});

test.each([
  ['beside a question', ['ask', 'What is this?'], 'piped input, line 2 (password)'],
  ['as the question', ['ask'], 'your question, line 2 (password)'],
])('condenser ask warns about secrets in input piped in %s', async (_, args, place) => {
  const input = `NAME=app\nDB_PASSWORD=${SECRET}\n`;
  const { code, stderr } = await new CommandHome().run(args, { fake: await startFake(), input });
  expect(code).toBe(0);
  expect(stderr).toBe(`The message may contain secrets: ${place}.\n`);
});

test('a file with a hundred secrets is reported in one short line', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });
  const text = `DB_PASSWORD=${SECRET}\n`.repeat(100);
  await sidecar.ask('What is this?', { context: [{ kind: 'text', text }] });
  const [event] = sidecar.events.of('notice');
  expect(event?.notice.message.length).toBeLessThan(300);
  expect(event?.notice.message).toContain('; and more.');
});
