import { ContextWindows } from '@condenser/sidecar/models/contextWindows.ts';
import { describe, expect, it } from 'vitest';
import { Random, seeds } from '../random.ts';
import { type FakeModel, FakeModels } from './fakeModels.ts';

function windowsOf(model: Omit<FakeModel, 'name'>, maximum = 32_768) {
  const models = new FakeModels({ name: 'a:1b', ...model }, { name: 'b:latest', trained: 131_072 });
  const windows = new ContextWindows(models.catalogue(), () => maximum);
  return {
    windows,
    /** What the model is from here on. */
    becomes(now: Omit<FakeModel, 'name'>) {
      models.models = [{ name: 'a:1b', ...now }];
    },
  };
}

/** A request that the server takes. */
async function accepted(windows: ContextWindows, model: string, tokens: number): Promise<number> {
  const window = await windows.windowFor(model, tokens);
  windows.use(model, window).accepted();
  return window;
}

describe('the window for one request', () => {
  it.each<[string, Omit<FakeModel, 'name'>, tokens: number, window: number]>([
    ['the smallest bucket for little', { trained: 131_072 }, 10, 4096],
    ['a bucket that is exactly full', { trained: 131_072 }, 4096, 4096],
    ['the next one for a token more', { trained: 131_072 }, 4097, 8192],
    ['a large one', { trained: 131_072 }, 20_000, 32_768],
    ['never over the setting', { trained: 131_072 }, 100_000, 32_768],
    ['never over what the model was trained for', { trained: 2048 }, 3000, 2048],
    ['not even by a bucket', { trained: 10_000 }, 9000, 10_000],
    ['where the trained length is not known, the setting bounds', {}, 100_000, 32_768],
    ['what is loaded is taken as it is', { trained: 131_072, loadedWindow: 5000 }, 4500, 5000],
    ['more than what is loaded', { trained: 131_072, loadedWindow: 5000 }, 5001, 8192],
    [
      'what is loaded may be over the setting',
      { trained: 131_072, loadedWindow: 65_536 },
      10,
      65_536,
    ],
    ['but not over the trained length', { trained: 8192, loadedWindow: 16_384 }, 10, 8192],
    [
      'the Modelfile decides upwards',
      { trained: 131_072, parameters: 'num_ctx 65536' },
      10,
      65_536,
    ],
    ['and downwards', { trained: 131_072, parameters: 'num_ctx 2048' }, 9000, 2048],
    [
      'and over what is loaded',
      { trained: 131_072, parameters: 'num_ctx 2048', loadedWindow: 8192 },
      10,
      2048,
    ],
    ['but not over the trained length', { trained: 4096, parameters: 'num_ctx 8192' }, 10, 4096],
  ])('%s', async (_, model, tokens, window) => {
    expect(await windowsOf(model).windows.windowFor('a:1b', tokens)).toBe(window);
  });
});

describe('the window from request to request', () => {
  it('only grows, for all callers', async () => {
    const { windows } = windowsOf({ trained: 131_072 });
    const asked = [];
    for (const tokens of [10, 9000, 10, 5000, 20_000, 10]) {
      asked.push(await accepted(windows, 'a:1b', tokens));
    }
    expect(asked).toEqual([4096, 16_384, 16_384, 16_384, 32_768, 32_768]);
  });

  it('is the same for concurrent requests', async () => {
    const { windows } = windowsOf({ trained: 131_072 });
    const asked = await Promise.all(
      [9000, 10, 10].map((tokens) => accepted(windows, 'a:1b', tokens)),
    );
    expect(asked[0]).toBe(16_384);
    expect(await windows.windowFor('a:1b', 10)).toBe(16_384);
  });

  it('is not smaller than that of a running request', async () => {
    const { windows } = windowsOf({ trained: 131_072 });
    windows.use('a:1b', await windows.windowFor('a:1b', 9000));
    expect(windows.currentWindow('a:1b')).toBe(16_384);
    expect(await windows.windowFor('a:1b', 10)).toBe(16_384);
  });

  it('does not grow after a rejected request', async () => {
    const { windows } = windowsOf({ trained: 131_072 });
    await accepted(windows, 'a:1b', 10);
    windows.use('a:1b', await windows.windowFor('a:1b', 30_000)).failed(false);
    expect(await windows.windowFor('a:1b', 10)).toBe(4096);
  });

  it('ignores the window that the server loaded for a prompt that did not fit', async () => {
    const { windows, becomes } = windowsOf({ trained: 131_072 });
    await accepted(windows, 'a:1b', 10);
    windows.use('a:1b', await windows.windowFor('a:1b', 30_000)).failed(true);
    becomes({ trained: 131_072, loadedWindow: 32_768 });
    expect(await windows.windowFor('a:1b', 10)).toBe(4096);
    await accepted(windows, 'a:1b', 30_000);
    expect(await windows.windowFor('a:1b', 10)).toBe(32_768);
  });

  it('is the same for every spelling of a name', async () => {
    const { windows } = windowsOf({ trained: 131_072 });
    await accepted(windows, 'b', 9000);
    for (const name of ['B', 'b:latest', 'registry.ollama.ai/library/B']) {
      expect([name, windows.currentWindow(name)]).toEqual([name, 16_384]);
    }
  });

  it('is the same for a name without its tag', async () => {
    const { windows } = windowsOf({ trained: 131_072 });
    await accepted(windows, 'b', 9000);
    expect(await accepted(windows, 'b:latest', 10)).toBe(16_384);
    expect(windows.currentWindow('b')).toBe(16_384);
  });

  it('is separate for each model', async () => {
    const { windows } = windowsOf({ trained: 131_072 });
    await accepted(windows, 'a:1b', 9000);
    expect(await accepted(windows, 'b', 10)).toBe(4096);
    expect(windows.currentWindow('c')).toBeUndefined();
  });

  it('stays as loaded after the model was unloaded', async () => {
    const { windows, becomes } = windowsOf({ trained: 131_072, loadedWindow: 5000 });
    await accepted(windows, 'a:1b', 10);
    becomes({ trained: 131_072 });
    expect(await accepted(windows, 'a:1b', 4500)).toBe(5000);
  });

  it('grows with a window that another client loaded', async () => {
    const { windows, becomes } = windowsOf({ trained: 131_072 });
    await accepted(windows, 'a:1b', 10);
    becomes({ trained: 131_072, loadedWindow: 20_000 });
    expect(await accepted(windows, 'a:1b', 10)).toBe(20_000);
    becomes({ trained: 131_072, loadedWindow: 4096 });
    expect(await accepted(windows, 'a:1b', 10)).toBe(20_000);
  });

  it.each(seeds(30))('holds every request and no limit is broken (seed %i)', async (seed) => {
    const random = new Random(seed);
    const trained = random.integer(1000, 60_000);
    const { windows, becomes } = windowsOf({ trained });
    let before = 0;
    for (let index = 0; index < 20; index += 1) {
      if (random.next() < 0.5) becomes({ trained, loadedWindow: random.integer(512, 60_000) });
      const tokens = random.integer(1, 40_000);
      const window = await accepted(windows, 'a:1b', tokens);
      expect(window).toBeGreaterThanOrEqual(before);
      expect(window).toBeLessThanOrEqual(trained);
      expect(window).toBeGreaterThanOrEqual(Math.min(tokens, trained, 32_768));
      before = window;
    }
  });
});
