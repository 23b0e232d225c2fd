import { execFileSync } from 'node:child_process';
import {
  DoctorRunRequest,
  EgressGetRequest,
  ErrorCode,
  TurnInspectRequest,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import { condenseReply, firstReply, scene, secondReply } from './scene.ts';
import { startFake, startSidecar } from './starting.ts';

test('the inspector shows the exact requests and answers with all figures', async () => {
  const fake = await startFake({ replies: [firstReply, condenseReply, secondReply] });
  const sidecar = await startSidecar({ fake, settings: { headers: { Authorization: 'secret' } } });
  const { conversationId } = await sidecar.ask(scene.question);
  const turn = await sidecar.ask(scene.followUp, { conversationId });

  const { turnId } = turn;
  const { calls } = await sidecar.request(TurnInspectRequest, { conversationId, turnId });

  const seen = fake.chats.slice(1);
  expect(calls.map(({ purpose }) => purpose)).toEqual(['condense', 'answer']);
  expect(calls.map(({ request }) => request.body)).toEqual(seen.map(({ body }) => body));
  expect(calls.map(({ content }) => content)).toEqual([
    scene.rewrite.join(''),
    scene.secondAnswer.join(''),
  ]);
  expect(calls.map(({ usage }) => usage)).toEqual([turn.usage?.condense, turn.usage?.answer]);
  expect(calls.map(({ doneReason }) => doneReason)).toEqual(['stop', 'stop']);
  // The condense call has its own prompt, and the answer call follows it.
  expect(calls.map(({ prefix }) => prefix.messages)).toEqual([0, 0]);
  expect(JSON.stringify(calls)).not.toContain('secret');
});

test('the curl command sends the same request, whatever it contains', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });
  const { conversationId, turnId } = await sidecar.ask(`It's $HOME "and" \`more\` \\ 中文`);
  const { calls } = await sidecar.request(TurnInspectRequest, { conversationId, turnId });

  // The shell's interpretation, without curl, which may not be installed.
  const script = `curl() { for last; do :; done; printf %s "$last"; }\n${calls[0]?.curl}`;
  const sent: unknown = JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }));
  expect(sent).toEqual(fake.chats[0]?.body);
});

test('a failed turn shows its progress and its error', async () => {
  const fault = { kind: 'cut', after: 2, where: 'betweenLines' } as const;
  const fake = await startFake({ replies: [{ tokens: ['one', 'two', 'three'], fault }] });
  const sidecar = await startSidecar({ fake });
  const { conversationId, turnId } = await sidecar.ask('Count.');

  const { calls } = await sidecar.request(TurnInspectRequest, { conversationId, turnId });

  expect(calls).toMatchObject([{ content: 'onetwo', error: { data: { kind: 'streamBroken' } } }]);
  expect(calls[0]).not.toHaveProperty('usage');
});

test('an unknown turn is not found', async () => {
  const sidecar = await startSidecar();
  const id = '6f1c9f0e-5d0b-4c55-9a5e-0d9a6a1f6d10';
  const params = { conversationId: id, turnId: id };
  await expect(sidecar.request(TurnInspectRequest, params)).rejects.toMatchObject({
    code: ErrorCode.notFound,
  });
});

test('exactly the sent requests are counted', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });
  await sidecar.ask('Anyone?');

  const egress = await sidecar.request(EgressGetRequest, undefined);

  const seen = fake.log.of('request').map(({ method, path }) => `${method} ${path}`);
  expect(egress).toMatchObject({ host: fake.url, local: true, requests: seen.length });
  expect(egress.hosts).toEqual({ [fake.url]: seen.length });
  for (const [path, count] of Object.entries(egress.paths)) {
    expect(seen.filter((other) => other === path)).toHaveLength(count);
  }
});

test('the doctor runs over the wire, with each finding as it comes', async () => {
  const sidecar = await startSidecar({ fake: await startFake() });
  const { ok, findings } = await sidecar.request(DoctorRunRequest, { progressToken: 7 });
  expect(ok).toBe(true);
  expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['ollama', 'model']));
  const told = sidecar.child.messages.filter(({ method }) => method === '$/progress');
  expect(told.map(({ params }) => (params as { value: unknown }).value)).toEqual(findings);
});
