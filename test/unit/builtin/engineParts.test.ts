import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { demonstrationModel } from '@condenser/sidecar/builtin/download/demonstrationModel.ts';
import engineLock from '@condenser/sidecar/builtin/download/engineLock.json' with { type: 'json' };
import {
  engineDownload,
  enginePackages,
} from '@condenser/sidecar/builtin/download/enginePackages.ts';
import {
  downloadEngineParts,
  missingDownloads,
  nameOfFile,
} from '@condenser/sidecar/builtin/download/engineParts.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let cacheFolder: string;

beforeEach(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'condenser-parts-'));
});

afterEach(() => rm(cacheFolder, { recursive: true, force: true }));

/** As if the engine had been downloaded before. */
async function makeEngine(): Promise<string> {
  const machine = `${process.platform}-${process.arch}`;
  const { version } = enginePackages(process.platform, process.arch);
  const folder = join(cacheFolder, `engine-${version}-${machine}`);
  await mkdir(folder);
  return folder;
}

describe('the parts of the engine', () => {
  it('are listed with their sizes while they are missing', async () => {
    const model = demonstrationModel.download;
    expect(await missingDownloads({ cacheFolder })).toEqual([engineDownload, model]);
    expect(await missingDownloads({ cacheFolder, modelFile: 'own.gguf' })).toEqual([
      engineDownload,
    ]);
    await makeEngine();
    expect(await missingDownloads({ cacheFolder })).toEqual([model]);
  });

  it('include the file of the user if one is given, and then need no program', async () => {
    const engineFolder = await makeEngine();
    const options = { environment: {}, onEvent: () => undefined };
    const wish = { cacheFolder, modelFile: 'Own Model.Q4_K_M.gguf' };
    expect(await downloadEngineParts(wish, options)).toEqual({
      engineFolder,
      modelFile: resolve('Own Model.Q4_K_M.gguf'),
      modelName: 'own-model.q4_k_m:latest',
      demonstration: false,
    });
  });

  it('name a model after its file, in valid characters', () => {
    expect(nameOfFile('/models/Qwen2.5-Coder-7B.gguf')).toBe('qwen2.5-coder-7b:latest');
    expect(nameOfFile('my model (1).GGUF')).toBe('my-model-1:latest');
    expect(nameOfFile('模型.gguf')).toBe('model:latest');
  });
});

interface Pinned {
  readonly integrity?: string;
}

function unpinned(packages: Readonly<Record<string, Pinned>>): string[] {
  const names = Object.keys(packages);
  return names.filter((name) => !/^sha512-.{86}==$/.test(packages[name]?.integrity ?? ''));
}

describe('the packages of the engine', () => {
  it('are pinned by checksums, and include exactly one build', () => {
    const { lock } = enginePackages('linux', 'x64');
    const { packages } = lock as { packages: Record<string, Pinned> };
    const { '': root, ...others } = packages;
    expect(root).toMatchObject({ dependencies: { '@node-llama-cpp/linux-x64': '3.21.1' } });
    expect(unpinned(others)).toEqual([]);
    const builds = Object.keys(others).filter((path) => path.includes('@node-llama-cpp/'));
    expect(builds).toEqual(['node_modules/@node-llama-cpp/linux-x64']);
  });

  it.each([
    ...['linux-x64', 'linux-arm64', 'linux-arm', 'linux-riscv64'],
    ...['darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'],
  ])('are pinned on %s, each of them', (machine) => {
    const [platform = '', architecture = ''] = machine.split('-');
    const { lock } = enginePackages(platform, architecture);
    const { '': _root, ...others } = (lock as { packages: Record<string, Pinned> }).packages;
    expect(unpinned(others)).toEqual([]);
  });

  it('are pinned in the lock for every build', () => {
    expect(Object.keys(engineLock.builds)).toHaveLength(8);
    expect(unpinned(engineLock.builds)).toEqual([]);
    expect(unpinned(engineLock.packages)).toEqual([]);
  });

  it('are rejected by name if the checksum of the build is unknown', () => {
    const build = '@node-llama-cpp/mac-arm64-metal';
    const builds = { ...engineLock.builds, [build]: { version: engineLock.engine } };
    expect(() => enginePackages('darwin', 'arm64', { ...engineLock, builds })).toThrow(
      `no checksum of ${build} ${engineLock.engine} is known`,
    );
    expect(enginePackages('linux', 'x64', { ...engineLock, builds }).version).toBe('3.21.1');
  });

  it('are unavailable for a machine without a build', () => {
    expect(() => enginePackages('freebsd', 'x64')).toThrow(/no build for freebsd on x64/);
  });
});
