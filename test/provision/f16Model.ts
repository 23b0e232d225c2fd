import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import type { Part } from './part.ts';
import { runCommand } from './runCommand.ts';
import { smollm2 } from './smollm2.ts';

const libraries = ['gguf==0.17.1', 'numpy==2.2.6', 'pyyaml==6.0.2', 'tqdm==4.67.1'];
const fileName = 'smollm2-f16.gguf';
/** Increment it with every change of the script. */
const recipe = 1;

/** The small model with f16 weights, as the input of quantization. */
export const f16Model: Part = {
  name: 'f16 model',
  describe: 'the small model with f16 weights (270 MB; downloads 20 MB of Python packages)',
  skips: 'quantizing a model',

  async locate() {
    const file = join(folder(), fileName);
    return (await exists(file)) ? file : undefined;
  },

  async provision(report) {
    const gguf = await smollm2.provision(report);
    const build = async (draft: string) => {
      const packages = join(draft, 'packages');
      const remedy = 'python3 with pip (Debian: python3-pip) must reach a package index.';
      const options = { remedy, heartbeat: report };
      const install = ['-m', 'pip', 'install', '--quiet', '--target', packages];
      await runCommand('python3', [...install, ...libraries], options);
      report('writing the weights as f16');
      const script = fileURLToPath(new URL('dequantize.py', import.meta.url));
      // Commands get no PYTHONPATH; this sets it for Python only.
      const libraryPath = [`PYTHONPATH=${packages}`, 'PYTHONDONTWRITEBYTECODE=1'];
      const python = [...libraryPath, 'python3', script, gguf, join(draft, fileName)];
      await runCommand('env', python, options);
      await rm(packages, { recursive: true });
    };
    return join(await buildOnce(folder(), build, report), fileName);
  },
};

function folder(): string {
  return join(cacheFolder(), `f16-model-${smollm2.sha256.slice(0, 12)}-r${recipe}`);
}
