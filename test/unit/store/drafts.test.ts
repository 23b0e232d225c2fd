import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Drafts } from '@condenser/sidecar/store/drafts.ts';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './storeFixture.ts';

const owner = { conversationId: randomUUID() };
const [one, other, third] = [randomUUID(), randomUUID(), randomUUID()];
const draft = (text: string) => ({ text, context: [] });
const textsOf = ({ draft: own, otherDrafts = [] }: Awaited<ReturnType<Drafts['get']>>) => ({
  own: own?.text,
  others: otherDrafts.map(({ text }) => text),
});

async function open() {
  const folder = join(await temporaryFolder(), 'drafts');
  return { folder, drafts: new Drafts(folder) };
}

describe('drafts of pages side by side', () => {
  it('do not overwrite each other, and each page finds its own', async () => {
    const { drafts } = await open();
    await drafts.set(owner, draft('mine'), one);
    await drafts.set(owner, draft('yours'), other);
    await drafts.set(owner, draft('mine too'), one);

    expect(textsOf(await drafts.get(owner, one))).toEqual({ own: 'mine too', others: ['yours'] });
    expect(textsOf(await drafts.get(owner, other))).toEqual({ own: 'yours', others: ['mine too'] });
  });

  it('are offered to a new page, newest first', async () => {
    const { folder, drafts } = await open();
    await drafts.set(owner, draft('old'), one);
    await utimes(join(folder, `${owner.conversationId}.${one}.json`), 1, 1);
    await drafts.set(owner, draft('new'), other);

    expect(textsOf(await drafts.get(owner, third))).toEqual({ own: 'new', others: ['old'] });
    expect(textsOf(await drafts.get(owner))).toEqual({ own: 'new', others: ['old'] });
  });

  it('stay apart: a page that empties its own does not get another after a reload', async () => {
    const { drafts } = await open();
    await drafts.set(owner, draft('mine'), one);
    await drafts.set(owner, draft('yours'), other);
    await drafts.set(owner, draft(''), one);

    expect(textsOf(await drafts.get(owner, one))).toEqual({ own: undefined, others: ['yours'] });
    expect(textsOf(await drafts.get(owner, other))).toEqual({ own: 'yours', others: [] });
  });

  it('are removed where they were sent; the others are kept, but no new page starts with them', async () => {
    const { drafts } = await open();
    await drafts.set(owner, draft('mine'), one);
    await drafts.set(owner, draft('yours'), other);
    await drafts.removeSent(owner, ' mine ');

    expect(textsOf(await drafts.get(owner, one))).toEqual({ own: undefined, others: ['yours'] });
    expect(textsOf(await drafts.get(owner, other))).toEqual({ own: 'yours', others: [] });
    expect(textsOf(await drafts.get(owner, third))).toEqual({ own: undefined, others: ['yours'] });
  });

  it('leave no file behind when all are empty', async () => {
    const { folder, drafts } = await open();
    await drafts.set(owner, draft('mine'), one);
    await drafts.set(owner, draft('yours'), other);
    await drafts.set(owner, draft(''), one);
    await drafts.set(owner, draft(''), other);

    expect(await readdir(folder)).toEqual([]);
  });

  it('belong to one conversation or project', async () => {
    const { drafts } = await open();
    await drafts.set(owner, draft('mine'), one);
    expect(textsOf(await drafts.get({ workspaceUri: 'file:///a' }, one))).toEqual({
      own: undefined,
      others: [],
    });
  });
});

describe('a draft', () => {
  it('of an older version is read, and its text is kept beside invalid context', async () => {
    const { folder, drafts } = await open();
    await mkdir(folder);
    const odd = { text: 'mine', context: [{ kind: 'text', text: 'code', version: 0.5 }, 7] };
    await writeFile(join(folder, `${owner.conversationId}.json`), JSON.stringify(odd));
    expect((await drafts.get(owner, one)).draft).toEqual({
      text: 'mine',
      context: [{ kind: 'text', text: 'code' }],
    });
  });

  it.each([
    ['a folder', (path: string) => mkdir(path)],
    ['a pipe', async (path: string) => execFileSync('mkfifo', [path])],
    ['not JSON', (path: string) => writeFile(path, '{"text":')],
  ])('whose file is %s is ignored', async (_, damage) => {
    const { folder, drafts } = await open();
    await mkdir(folder);
    await damage(join(folder, `${owner.conversationId}.${one}.json`));
    expect(await drafts.get(owner, one)).toEqual({});
    await drafts.set(owner, draft('yours'), other);
    expect((await drafts.get(owner, other)).draft).toEqual(draft('yours'));
  });
});
