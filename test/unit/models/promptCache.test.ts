import { keepsSeveralPrompts, PromptCache } from '@condenser/sidecar/models/ollama/promptCache.ts';
import { describe, expect, it } from 'vitest';

describe('by its version a server', () => {
  it.each(['0.30.0', '0.32.15', 'v0.33.1', '1.0.0', '0.30.0-rc2'])(
    'keeps several prompts: %s',
    (version) => {
      expect(keepsSeveralPrompts(version)).toBe(true);
    },
  );

  it.each(['0.29.9', '0.17.4', '0.0.0', '', 'main', 'dev-30'])('keeps one: %s', (version) => {
    expect(keepsSeveralPrompts(version)).toBe(false);
  });
});

describe('the version', () => {
  it('is requested once in ten minutes', async () => {
    let asked = 0;
    let now = 0;
    const server = { version: async () => (++asked > 1 ? '0.17.4' : '0.32.15') };
    const cache = new PromptCache(server, () => now);
    expect([await cache.keepsSeveral(), await cache.keepsSeveral(), asked]).toEqual([
      true,
      true,
      1,
    ]);
    now += 11 * 60_000;
    expect([await cache.keepsSeveral(), asked]).toEqual([false, 2]);
  });

  it('that is unavailable counts as old, and is requested again', async () => {
    let asked = 0;
    const server = {
      version: async () => {
        asked += 1;
        if (asked === 1) throw new Error('no route');
        return '0.32.15';
      },
    };
    const cache = new PromptCache(server, () => 0);
    expect([await cache.keepsSeveral(), await cache.keepsSeveral()]).toEqual([false, true]);
  });

  it('is aborted by the signal', async () => {
    const reason = new Error('stopped');
    const server = { version: async () => Promise.reject(new Error('closed')) };
    const cache = new PromptCache(server, () => 0);
    await expect(cache.keepsSeveral(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
