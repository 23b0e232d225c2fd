import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildOnce, cacheFolder } from './cacheFolder.ts';

/** Larger than any process id on Linux. */
const deadPid = 2 ** 30;

let root: string;
let lines: string[];
const report = (line: string) => {
  lines.push(line);
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'condenser-cache-test-'));
  lines = [];
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('the cache folder', () => {
  it('is set by the environment, and is in the user’s cache by default', () => {
    expect(cacheFolder({ CONDENSER_TEST_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
    expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe(join('/b', 'condenser-test'));
    expect(cacheFolder({})).toMatch(/[\\/]\.cache[\\/]condenser-test$/);
  });
});

describe('building once', () => {
  const build = async (folder: string) => {
    await delay(50);
    await writeFile(join(folder, 'made'), 'whole');
  };

  it('builds once for concurrent callers, while the others wait', async () => {
    const target = join(root, 'part');
    let builds = 0;
    const counted = (folder: string) => {
      builds += 1;
      return build(folder);
    };
    const calls = [1, 2, 3].map(() => buildOnce(target, counted, report));
    expect(await Promise.all(calls)).toEqual([target, target, target]);
    expect(builds).toBe(1);
    expect(lines).toHaveLength(2);
    expect(await readdir(root)).toEqual(['part']);
  });

  it('leaves nothing behind after a failure, and builds again the next time', async () => {
    const target = join(root, 'part');
    const failing = async (folder: string) => {
      await writeFile(join(folder, 'made'), 'half');
      throw new Error('no luck');
    };
    await expect(buildOnce(target, failing, report)).rejects.toThrow('no luck');
    expect(await readdir(root)).toEqual([]);
    await buildOnce(target, build, report);
    expect(await readFile(join(target, 'made'), 'utf8')).toBe('whole');
  });

  it('takes over from a process that died, and removes its files', async () => {
    const target = join(root, 'part');
    await mkdir(join(root, '.part.draft-dead'));
    const holder = { pid: deadPid, host: hostname(), id: 'dead' };
    await writeFile(`${target}.lock`, JSON.stringify(holder));
    await buildOnce(target, build, report);
    expect(await readdir(root)).toEqual(['part']);
    expect(lines).toEqual([]);
  });

  it('does not take over from a live process on another machine', async () => {
    const target = join(root, 'part');
    const holder = { pid: deadPid, host: `not-${hostname()}`, id: 'alive' };
    await writeFile(`${target}.lock`, JSON.stringify(holder));
    const building = buildOnce(target, build, report);
    await delay(500);
    expect(await readdir(root)).toEqual(['part.lock']);
    expect(lines).toEqual([`waiting for process ${deadPid}, which is making it`]);
    await rm(`${target}.lock`);
    await building;
  });
});
