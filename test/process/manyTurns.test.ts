import { resolve } from 'node:path';
import { turnsInOrder } from '@condenser/sidecar/store/conversation.ts';
import { expect, test } from 'vitest';
import { keep, openStore, temporaryFolder } from '../unit/store/storeFixture.ts';
import { runToEnd } from './runToEnd.ts';

const TURNS = 1000;
const WRITER = resolve(import.meta.dirname, 'writeTurns.ts');

test('two processes can save 1,000 turns each to one conversation and one folder', async () => {
  const folder = await temporaryFolder();
  const shared = await keep(openStore(folder).store, [['Begin?', 'Begun.']]);
  const names = ['one', 'two'];

  const ended = await Promise.all(
    names.map((name) => runToEnd('npx', ['tsx', WRITER, folder, shared, String(TURNS), name], {})),
  );

  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  const { store } = openStore(folder);
  const conversation = await store.get(shared);
  const turns = conversation === undefined ? [] : turnsInOrder(conversation);
  expect(turns).toHaveLength(2 * TURNS + 1);
  for (const name of names) {
    const own = turns.map(({ text }) => text).filter((text) => text.startsWith(`${name} `));
    expect(own).toEqual(Array.from({ length: TURNS }, (_, index) => `${name} ${index}`));
  }
  expect(turns.filter(({ text, answer }) => answer !== `Answer to ${text}`)).toHaveLength(1);
  expect(conversation?.unreadableLines).toBe(0);
  expect(await store.ids()).toHaveLength(2 * TURNS + 1);
}, 300_000);
