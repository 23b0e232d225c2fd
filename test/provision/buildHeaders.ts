import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aptInstall } from './aptInstall.ts';
import { buildOnce, cacheFolder } from './cacheFolder.ts';
import type { Report } from './part.ts';
import { extractFromPip, type PipArchive } from './pipArchive.ts';
import { runCommand } from './runCommand.ts';

const debianPackages = ['nlohmann-json3-dev', 'libstb-dev'];
const systemHeaders = ['nlohmann/json.hpp', 'stb/stb_image.h'];

const miniaudio: PipArchive = {
  project: 'miniaudio',
  version: '1.61',
  format: 'source',
  sha256: 'e88e97837d031f0fb6982394218b6487de02eaa382ad273b8fca37791a2b4b15',
};
const miniaudioSha256 = '5b3c67b3ade4b7f090faa6f1b9d510f557b983b9ae56006dcbe12edcde35057a';

/**
 * Provides the C++ headers that Ollama's Go module lacks (its own build vendors them).
 *
 * Installs missing Debian packages if this process is allowed to. Miniaudio has no Debian package:
 * its header comes from the source package of its Python binding, at a fixed path in the cache so
 * that the compiler's cache recognizes it.
 *
 * @returns the include path for the compiler.
 * @throws {ProvisionError} if a header is not available.
 */
export async function provideBuildHeaders(report: Report): Promise<string> {
  const missing = await missingHeaders();
  if (missing.length > 0) {
    const problem = `Headers are missing: ${missing.join(', ')}.`;
    const packages = debianPackages.join(' ');
    const remedy = `install ${packages} (Debian: sudo apt-get install ${packages}).`;
    await aptInstall(debianPackages, { problem, remedy, report });
  }
  const folder = join(cacheFolder(), `miniaudio-${miniaudio.version}`);
  const build = async (draft: string) => {
    const { project, version } = miniaudio;
    report(`downloading the header of ${project} ${version} (1 MB)`);
    const file = join(draft, 'miniaudio', 'miniaudio.h');
    await mkdir(join(draft, 'miniaudio'));
    const member = `${project}-${version}/miniaudio/miniaudio.h`;
    await extractFromPip(miniaudio, member, file, miniaudioSha256, report);
  };
  return buildOnce(folder, build, report);
}

/** Asks the compiler that Go uses, which is more reliable than a list of folders. */
async function missingHeaders(): Promise<string[]> {
  const compiler = await runCommand('go', ['env', 'CXX'], {
    remedy: 'install Go 1.24 or later and put it on the PATH.',
  });
  await runCommand(compiler, ['--version'], {
    remedy: 'install a C++ compiler (Debian: g++), or name yours in CXX.',
  });
  const missing: string[] = [];
  for (const header of systemHeaders) {
    const probe = `#include <${header}>\n`;
    const args = ['-std=c++17', '-fsyntax-only', '-x', 'c++', '-'];
    const found = runCommand(compiler, args, { input: probe, remedy: '' });
    await found.catch(() => missing.push(header));
  }
  return missing;
}
