import { CondenserError } from '@condenser/sidecar/errors.ts';
import { describe, expect, it } from 'vitest';
import { type FakeModel, FakeModels } from './fakeModels.ts';

const UNREACHABLE = new CondenserError('ollamaUnreachable', { host: 'h', reason: 'ECONNREFUSED' });
const NO_SUCH_PATH = new CondenserError('notOllama', { host: 'h', reason: 'it has no such path' });

describe('the model when none is set', () => {
  const A = { name: 'a:1b' };
  const B = { name: 'b:latest' };
  const loaded = (model: FakeModel) => ({ ...model, loadedWindow: 4096 });

  it.each<[string, FakeModel[], used: string[], chosen: string]>([
    ['the one that is loaded', [A, loaded(B)], [], 'b:latest'],
    ['the one that is loaded, before the one used last', [A, loaded(B)], ['a:1b'], 'b:latest'],
    ['of two loaded ones, the one used last', [loaded(A), loaded(B)], ['b'], 'b:latest'],
    ['of two loaded ones, the first by name', [loaded(B), loaded(A)], [], 'a:1b'],
    ['the one used last', [A, B], ['a:1b', 'b:latest'], 'b:latest'],
    ['the one used last, named without its tag', [A, B], ['a:1b', 'b'], 'b:latest'],
    ['the only one there is', [A], [], 'a:1b'],
    ['the only one that can chat', [A, { name: 'e:1b', capabilities: ['embedding'] }], [], 'a:1b'],
    ['the only one on this machine', [A, { name: 'c:cloud' }], [], 'a:1b'],
    ['none of the cloud, though it is loaded', [A, loaded({ name: 'c:cloud' })], [], 'a:1b'],
    ['none of the cloud, though it was used last', [A, { name: 'c:cloud' }], ['c:cloud'], 'a:1b'],
    [
      'none that only embeds, though it is loaded',
      [A, loaded({ name: 'e:1b', family: 'bert' })],
      [],
      'a:1b',
    ],
    ['another when the one used last is gone', [A], ['gone:1b'], 'a:1b'],
  ])('is %s', async (_, models, used, chosen) => {
    const catalogue = new FakeModels(...models).catalogue();
    for (const model of used) catalogue.used(model);
    expect(await catalogue.choose()).toBe(chosen);
  });

  it.each<[string, FakeModel[], string[]]>([
    ['several, by name', [B, A], ['a:1b', 'b:latest']],
    ['none', [], []],
    [
      'none that can chat here',
      [
        { name: 'e:1b', family: 'bert' },
        { name: 'x', remoteHost: 'https://h' },
      ],
      [],
    ],
  ])('must be chosen by the user with %s', async (_, models, names) => {
    const choice = new FakeModels(...models).catalogue().choose();
    await expect(choice).rejects.toThrow(expect.objectContaining({ kind: 'noModelChosen' }));
    await expect(choice).rejects.toMatchObject({ facts: { models: names } });
  });

  it('is chosen without /api/ps on servers that lack it', async () => {
    const models = new FakeModels(A);
    models.loadedFailure = NO_SUCH_PATH;
    expect(await models.catalogue().choose()).toBe('a:1b');
  });

  it.each([UNREACHABLE, new DOMException('stopped', 'AbortError')])(
    'is not chosen where the server cannot be asked: %s',
    async (failure) => {
      const models = new FakeModels(A);
      models.loadedFailure = failure;
      await expect(models.catalogue().choose()).rejects.toBe(failure);
    },
  );
});

describe('the list', () => {
  it('has loaded models first, then by name', async () => {
    const models = new FakeModels(
      { name: 'c:1b' },
      { name: 'a:1b' },
      { name: 'd:1b', loadedWindow: 4096 },
      { name: 'b:1b', loadedWindow: 4096 },
    );
    const list = await models.catalogue().list();
    expect(list.map(({ name, loaded }) => [name, loaded])).toEqual([
      ['b:1b', true],
      ['d:1b', true],
      ['a:1b', false],
      ['c:1b', false],
    ]);
  });

  it('fails with the error of the server', async () => {
    const models = new FakeModels({ name: 'a:1b' });
    const refused = new CondenserError('accessRefused', { host: 'h', status: 401, reason: 'who?' });
    models.list = () => Promise.reject(refused);
    await expect(models.catalogue().list()).rejects.toBe(refused);
  });
});

describe('an answer of the server', () => {
  it('is cached for a while', async () => {
    let now = 0;
    const models = new FakeModels({ name: 'a:1b' });
    const catalogue = models.catalogue(() => now);
    const ask = async (at: number) => {
      now = at;
      models.asked.length = 0;
      await catalogue.show('a:1b');
      await catalogue.loaded();
      return [...models.asked];
    };
    expect(await ask(0)).toEqual(['show a:1b', 'ps']);
    expect(await ask(1_999)).toEqual([]);
    expect(await ask(2_000)).toEqual(['ps']);
    expect(await ask(60_000)).toEqual(['show a:1b', 'ps']);
  });

  it('is not cached after a failure', async () => {
    const models = new FakeModels();
    const catalogue = models.catalogue(() => 0);
    await expect(catalogue.show('a:1b')).rejects.toThrow('No model');
    models.models = [{ name: 'a:1b' }];
    expect((await catalogue.show('a:1b')).name).toBe('a:1b');
  });
});
