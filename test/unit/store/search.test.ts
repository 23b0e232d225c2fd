import {
  excerptOf,
  type Searchable,
  SearchIndex,
} from '@condenser/sidecar/store/search/searchIndex.ts';
import { describe, expect, it } from 'vitest';
import { keep, openStore, temporaryFolder } from './storeFixture.ts';

const texts = [
  ['How do I call readFileSync?', 'It blocks; use fs.promises.'],
  ['怎样读取大文件？', '请使用流，按块读取文件内容。'],
  ['日本語のテキストを検索できますか', 'はい、できます。'],
  ['What about the weather?', 'Rain in Zürich.'],
] as const;

async function indexed() {
  const { store } = openStore(await temporaryFolder());
  const conversations: Searchable[] = [];
  for (const [question, answer] of texts) {
    const conversationId = await keep(store, [[question, answer]]);
    conversations.push({ conversationId, version: '1', title: question });
  }
  const index = new SearchIndex((id) => store.get(id));
  return async (query: string) => {
    const found = await index.search(query, conversations);
    return [...new Set(found.map(({ conversationId }) => conversationId))].map((id) =>
      conversations.findIndex((one) => one.conversationId === id),
    );
  };
}

describe('a search', () => {
  it.each<[query: string, found: number[]]>([
    ['readFileSync', [0]],
    ['file sync', [0]],
    ['READFILESYNC', [0]],
    ['weath', [3]],
    ['weather rain', [3]],
    ['weather file', []],
    ['Zürich', [3]],
    ['读取', [1]],
    ['大文件', [1]],
    ['文件内容', [1]],
    ['流', [1]],
    ['検索', [2]],
    ['天气', []],
    ['!!!', []],
  ])('for %s finds %j', async (query, found) => {
    const search = await indexed();
    expect(await search(query)).toEqual(found);
  });

  it('marks the words in their original case', () => {
    const { excerpt, matches } = excerptOf(`${'x '.repeat(50)}Read the\nFILE now`, [
      'file',
      'read',
    ]);

    expect(excerpt).toMatch(/^….*Read the FILE now$/);
    expect(matches.map(([start, length]) => excerpt.slice(start, start + length))).toEqual([
      'Read',
      'FILE',
    ]);
  });

  it('does not split a character', () => {
    const { excerpt } = excerptOf(`${'👩‍💻'.repeat(100)} word ${'🙂'.repeat(200)}`, ['word']);
    expect(excerpt).not.toMatch(/\p{Surrogate}/u);
  });
});
