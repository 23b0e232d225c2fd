import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  ConversationExportRequest,
  ConversationGetRequest,
  type ConversationGetResult,
  ConversationImportRequest,
  ConversationListRequest,
  ConversationRestoreRequest,
  ConversationSearchRequest,
  ConversationUpdateRequest,
} from '@condenser/protocol';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { startFake, startSidecar } from './starting.ts';
import { conversationsFolder, linesOf, startHome } from './storeFiles.ts';

type List = z.infer<typeof ConversationListRequest.result>;

/** A data folder that was written in format 1, its exports, and what clients were shown of it. */
const FORMAT_1 = resolve(import.meta.dirname, '../data/format1');
const seen = JSON.parse(read('seen.json')) as {
  readonly ids: Readonly<Record<string, string>>;
  readonly list: List;
  readonly trash: List;
  readonly conversations: Readonly<Record<string, ConversationGetResult>>;
};
const ids = Object.values(seen.ids);

function read(name: string): string {
  return readFileSync(join(FORMAT_1, name), 'utf8');
}

async function startFormat1Home(): Promise<string> {
  const home = await startHome();
  cpSync(FORMAT_1, join(home, 'data', 'condenser'), { recursive: true });
  return home;
}

/** The sentences of an interrupted turn are made anew for each client. */
function withoutSentences({ turns, ...rest }: ConversationGetResult) {
  const isInterrupted = (turn: (typeof turns)[number]) => turn.error?.data?.kind === 'interrupted';
  return {
    ...rest,
    turns: turns.map((turn) =>
      isInterrupted(turn) ? { ...turn, error: { data: { kind: 'interrupted' } } } : turn,
    ),
  };
}

describe('a data folder of disk format 1', () => {
  it('is listed, opened and searched as the version did that wrote it', async () => {
    const sidecar = await startSidecar({ home: await startFormat1Home() });

    const page = { limit: 100 };
    const list = await sidecar.request(ConversationListRequest, { ...page, deleted: false });
    expect(list).toEqual(seen.list);
    const trash = await sidecar.request(ConversationListRequest, { ...page, deleted: true });
    expect(trash).toEqual(seen.trash);
    for (const conversationId of ids) {
      const got = await sidecar.request(ConversationGetRequest, { conversationId });
      const before = seen.conversations[conversationId];
      expect(withoutSentences(got)).toEqual(before && withoutSentences(before));
    }
    const search = async (query: string) => {
      const { hits } = await sidecar.request(ConversationSearchRequest, { query, limit: 50 });
      return hits.map(({ conversation }) => conversation.conversationId);
    };
    expect(await search('按块读取')).toEqual([seen.ids.chinese]);
    expect(await search('names the parameter')).toEqual(
      expect.arrayContaining([seen.ids.branches, seen.ids.imported]),
    );
    // Reading changes no file.
    for (const name of readdirSync(join(FORMAT_1, 'conversations'))) {
      const file = join(conversationsFolder(sidecar.child.home), name);
      expect(readFileSync(file, 'utf8')).toBe(read(join('conversations', name)));
    }
  });

  it('is exported as that version did, but for the new names of two fields', async () => {
    const sidecar = await startSidecar({ home: await startFormat1Home() });
    const exported = (format: 'json' | 'markdown') =>
      sidecar.request(ConversationExportRequest, { format });

    const before = read('export.json')
      .replaceAll('"asking":', '"userMessage":')
      .replaceAll('"firstTurn":', '"omittedTurns":');
    expect(JSON.parse((await exported('json')).text)).toEqual(JSON.parse(before));
    expect((await exported('markdown')).text).toBe(read('export.md'));
  });

  it('goes on in each of its conversations, with the prompts that it had, and is read again', async () => {
    const home = await startFormat1Home();
    const fake = await startFake({ otherwise: { tokens: ['It ', 'goes on.'] } });
    const options = { fake, home, settings: { titles: 'question', strategy: 'history' } };
    const sidecar = await startSidecar({ ...options, args: ['--model', 'fake:latest'] });
    await sidecar.request(ConversationRestoreRequest, { conversationId: seen.ids.trashed ?? '' });
    const prompts = new Map<string, string[]>();
    for (const conversationId of ids) {
      await sidecar.ask('And then?', { conversationId, strategy: 'history' });
      const messages = fake.chats.at(-1)?.body.messages ?? [];
      prompts.set(
        conversationId,
        messages.slice(1).map(({ content }) => String(content)),
      );
      await sidecar.request(ConversationUpdateRequest, {
        conversationId,
        title: `New ${conversationId}`,
      });
    }
    await sidecar.leave();

    const reader = await startSidecar(options);

    for (const conversationId of ids) {
      const before = seen.conversations[conversationId];
      if (before === undefined) throw new Error('not there');
      const after = await reader.request(ConversationGetRequest, { conversationId });
      expect(after).toMatchObject({ unreadableLines: 0 });
      expect(after.conversation).toMatchObject({ title: `New ${conversationId}`, running: false });
      expect(after.conversation.damaged).toBeUndefined();
      expect(withoutSentences({ ...after, turns: after.turns.slice(0, -1) }).turns).toEqual(
        withoutSentences(before).turns,
      );
      expect(after.turns.at(-1)).toMatchObject({
        ...{ text: 'And then?', answer: 'It goes on.', stopReason: 'complete' },
        parentTurnId: before.lastTurnId,
      });
    }
    // The user message as it was sent, with its context; and no turn that had been left out.
    const [first] = prompts.get(seen.ids.branches ?? '') ?? [];
    expect(first).toContain('const add = (n) => (m) => n + m;');
    const [kept] = prompts.get(seen.ids.leftOut ?? '') ?? [];
    expect(kept).toMatch(/^Question 4 about the parser/);
    const types = linesOf(home).map(({ type, version }) => `${type} ${version ?? ''}`.trim());
    expect(types.filter((type) => type === 'header 1')).toHaveLength(ids.length + 1);
    expect(types.filter((type) => type === 'header 2')).toHaveLength(ids.length);
  });
});

it('an export of disk format 1 is imported with everything that later prompts repeat', async () => {
  const fake = await startFake({ otherwise: { tokens: ['Yes.'] } });
  const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });

  const imported = await sidecar.request(ConversationImportRequest, { text: read('export.json') });

  const live = ids.filter((id) => id !== seen.ids.trashed);
  expect(imported.conversationIds).toEqual(expect.arrayContaining(live));
  expect(imported.turnsKnown).toBe(0);
  const { text } = await sidecar.request(ConversationExportRequest, { format: 'markdown' });
  expect(text).toBe(read('export.md'));
  const conversationId = seen.ids.branches ?? '';
  await sidecar.ask('And then?', { conversationId });
  const [, user] = fake.chats.at(-1)?.body.messages ?? [];
  expect(user?.content).toContain('const add = (n) => (m) => n + m;');
});
