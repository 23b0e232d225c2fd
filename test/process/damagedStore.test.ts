import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ConversationDeleteRequest,
  ConversationExportRequest,
  ConversationGetRequest,
  ConversationListRequest,
  ConversationSearchRequest,
  ConversationUpdateRequest,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import { Random } from '../unit/random.ts';
import { keep, openStore } from '../unit/store/storeFixture.ts';
import { CommandHome } from './commandHome.ts';
import { damages } from './damagedFiles.ts';
import { startFake, startSidecar } from './starting.ts';
import { conversationsFolder, startHome } from './storeFiles.ts';

/** Every file is requested; only a request that is never answered reaches this. */
const HANG_MS = 10 * 60_000;
const OF_EACH_KIND = 5;
const GOOD = 20;
const page = { deleted: false, limit: 1000 };

/** Creates intact conversations, and damaged ones of each kind: their kinds by id. */
async function fill(folder: string, ofEachKind: number) {
  const good: string[] = [];
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < GOOD; index += 1) {
    const { store } = openStore(folder);
    good.push(await keep(store, [[`Question ${index}?`, `A walnut, number ${index}.`]]));
  }
  const kinds = new Map<string, string>();
  const random = new Random(12);
  for (const [kind, damage] of Object.entries(damages)) {
    for (let index = 0; index < ofEachKind; index += 1) {
      const id = randomUUID();
      const other = good[random.integer(0, GOOD - 1)] ?? '';
      const path = join(folder, `${id}.jsonl`);
      damage({ path, good: readFileSync(join(folder, `${other}.jsonl`)), random });
      kinds.set(id, kind);
    }
  }
  return { good, kinds };
}

test(
  'of 200 damaged files of 40 kinds, the list reports each, and the intact ones can be used',
  async () => {
    const home = await startHome();
    const { good, kinds } = await fill(conversationsFolder(home), OF_EACH_KIND);
    expect(kinds.size).toBe(200);
    const fake = await startFake({ otherwise: { tokens: ['Yes.'] } });
    const sidecar = await startSidecar({ fake, home });

    const { conversations } = await sidecar.request(ConversationListRequest, page);

    const marked = new Set(
      conversations.flatMap(({ conversationId, damaged, title }) =>
        damaged && damaged.message !== '' && title !== '' ? [conversationId] : [],
      ),
    );
    expect([...kinds].filter(([id]) => !marked.has(id)).map(([, kind]) => kind)).toEqual([]);
    expect(good.filter((id) => marked.has(id))).toEqual([]);
    expect(conversations).toHaveLength(good.length + kinds.size);
    const { hits } = await sidecar.request(ConversationSearchRequest, {
      query: 'walnut',
      limit: 200,
    });
    const found = hits.map(({ conversation }) => conversation.conversationId);
    expect(good.filter((id) => !found.includes(id))).toEqual([]);
    const { text, unreadable = [] } = await sidecar.request(ConversationExportRequest, {
      format: 'json',
    });
    expect(good.filter((id) => !text.includes(id) || unreadable.includes(id))).toEqual([]);
    for (const id of kinds.keys()) expect(text.includes(id)).toBe(!unreadable.includes(id));
    for (const id of [...kinds.keys(), ...good]) {
      const { conversation } = await sidecar.request(ConversationGetRequest, {
        conversationId: id,
      });
      expect(conversation.conversationId).toBe(id);
    }
    const [first = '', second = ''] = good;
    await sidecar.ask('And now?', { conversationId: first });
    const named = { conversationId: second, title: 'Named' };
    expect(await sidecar.request(ConversationUpdateRequest, named)).toMatchObject({
      title: 'Named',
    });
    await sidecar.request(ConversationDeleteRequest, { conversationId: first, permanently: false });
    const after = await sidecar.request(ConversationListRequest, page);
    expect(after.conversations).toHaveLength(conversations.length - 1);
  },
  HANG_MS,
);

test('the terminal tells what is wrong with each damaged file, and exports the others', async () => {
  const home = new CommandHome();
  const { good, kinds } = await fill(home.path('condenser', 'conversations'), 1);

  const list = await home.run(['conversations', 'list', '--limit', '1000']);
  const exported = await home.run(['conversations', 'export']);
  const found = await home.run(['conversations', 'search', 'walnut']);

  expect(list.code).toBe(0);
  const lines = list.stdout.trim().split('\n');
  for (const [id, kind] of kinds) {
    const line = lines.find((other) => other.startsWith(id.slice(0, 8)));
    expect(line, kind).toMatch(/ {2}\[.+\]$/);
  }
  expect(exported.code).toBe(0);
  expect(exported.stderr).toContain('Not exported');
  expect(exported.stdout.match(/A walnut/g)?.length).toBeGreaterThanOrEqual(good.length);
  expect(found.code).toBe(0);
});
