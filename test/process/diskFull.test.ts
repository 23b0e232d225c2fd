import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  ChatSendRequest,
  ErrorCode,
  InitializeRequest,
  PROTOCOL_VERSION,
} from '@condenser/protocol';
import { expect, onTestFinished, test } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { startFake } from './starting.ts';

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');

/** A sidecar whose data folder is on a separate disk, mounted by the command. */
async function onDisk(mount: string, ollama: string) {
  const home = await mkdtemp(join(tmpdir(), 'condenser-disk-'));
  const data = join(home, 'data');
  mkdirSync(data);
  const command = `${mount} "${data}" && exec node "${BUNDLE}" stdio --data-dir "${data}"`;
  const child = spawn('unshare', ['-rm', 'sh', '-c', command], {
    env: { PATH: process.env.PATH ?? '', HOME: home, OLLAMA_HOST: ollama, LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const notices: { code: string; message: string }[] = [];
  connection.onNotification('chat/event', ({ notice }) => {
    if (notice) notices.push(notice);
  });
  connection.listen();
  await connection.sendRequest(InitializeRequest.method, {
    protocolVersion: PROTOCOL_VERSION,
    clientInfo: { name: 'test' },
  });
  await connection.sendNotification('initialized', {});
  const ask = (text: string, conversationId?: string) =>
    connection.sendRequest<{ answer: string; stopReason: string; conversationId: string }>(
      ChatSendRequest.method,
      { clientTurnId: crypto.randomUUID(), text, ...(conversationId ? { conversationId } : {}) },
    );
  const request = (method: string, params: object) => connection.sendRequest(method, params);
  return { ask, notices, request, log: () => log };
}

test.skipIf(process.platform !== 'linux').each([
  ['a disk that is full', 'mount -t tmpfs -o size=4k none', /ENOSPC|no space/i],
  ['a folder that cannot be written', 'mount -t tmpfs -o ro none', /EROFS|read-only/i],
])(
  'on %s the turns continue, and the user is told that they are not saved',
  async (_, mount, reason) => {
    // Slow enough for several writes of the answer to be refused.
    const tokens = Array.from({ length: 12 }, (_, at) => (at === 11 ? 'here.' : 'Still '));
    const answer = tokens.join('');
    const fake = await startFake({ otherwise: { tokens, pace: 50 } });
    const { ask, notices, request, log } = await onDisk(mount, fake.url);

    const first = await ask('x'.repeat(9000));
    const second = await ask('And now?', first.conversationId);

    expect(first).toMatchObject({ answer, stopReason: 'complete' });
    expect(second).toMatchObject({ answer, stopReason: 'complete' });
    const untold = notices.filter(({ code }) => code === 'notSaved');
    expect(untold).toHaveLength(2);
    expect(untold[0]?.message).toMatch(reason);
    const { conversationId } = first;
    for (const [method, params] of [
      ['conversation/update', { title: 'Named' }],
      ['conversation/delete', { permanently: false }],
    ] as const) {
      await expect(request(method, { conversationId, ...params })).rejects.toMatchObject({
        code: ErrorCode.notSaved,
      });
    }
    const { conversation } = (await request('conversation/get', { conversationId })) as {
      conversation: { title: string; deletedAt?: string };
    };
    expect(conversation.title).not.toBe('Named');
    expect(conversation.deletedAt).toBeUndefined();
    // Once, without a stack, however many writes fail after it.
    expect(log().match(/ not saved/g)).toHaveLength(1);
    expect(log()).not.toMatch(/^\s+at /m);
  },
);
