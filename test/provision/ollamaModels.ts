import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import { ollama, ollamaVersion } from './ollama.ts';
import { type OllamaServer, startOllamaServer } from './ollamaServer.ts';
import { type Part, ProvisionError, type Report } from './part.ts';
import { runCommand } from './runCommand.ts';
import { modelSha256, smollm2 } from './smollm2.ts';

/** The name under which the models folder knows the one model in it. */
export const modelName = 'smollm2';

/** Counts up whenever the Modelfile changes, so that older folders are not used any more. */
const recipe = 1;

/**
 * A models folder of Ollama (`OLLAMA_MODELS`) with the small model created in it, ready to chat.
 *
 * Treat it as read only: a server removes from its folder what it takes for left over. Tests
 * start servers on a view of it, see `test/real/modelsView.ts`.
 */
export const ollamaModels: Part = {
  name: 'ollama models',
  describe: `a models folder for Ollama with '${modelName}' in it (98 MB; needs the two above)`,
  skips: 'everything against a real Ollama',

  async locate() {
    const models = modelsIn(folder());
    return (await exists(models)) ? models : undefined;
  },

  async provision(report) {
    const found = await this.locate();
    if (found !== undefined) {
      return found;
    }
    const executable = await ollama.provision(report);
    const gguf = await smollm2.provision(report);
    const build = (draft: string) => createModel(draft, executable, gguf, report);
    return modelsIn(await buildOnce(folder(), build, report));
  },
};

function folder(): string {
  const model = modelSha256.slice(0, 12);
  return join(cacheFolder(), `ollama-models-${ollamaVersion}-${model}-r${recipe}`);
}

function modelsIn(folderOfPart: string): string {
  return join(folderOfPart, 'models');
}

async function createModel(
  draft: string,
  executable: string,
  gguf: string,
  report: Report,
): Promise<void> {
  const models = modelsIn(draft);
  await mkdir(models);
  report(`creating the model '${modelName}'`);
  const modelfile = join(draft, 'Modelfile');
  await writeFile(modelfile, `FROM ${gguf}\n`);
  const server = await startOllamaServer({ executable, models });
  try {
    await runCommand(executable, ['create', modelName, '-f', modelfile], {
      env: { HOME: draft, OLLAMA_HOST: server.host },
      remedy: 'see what Ollama printed above.',
      heartbeat: report,
    });
    await verifyModel(server);
  } finally {
    await server.stop();
  }
  // It names this draft's path of the GGUF file; what it says is in the manifest now.
  await rm(modelfile);
}

/**
 * Ollama recognizes the chat template that the GGUF file carries and takes its own for it, with
 * the stop words. Where it does not, it falls back to the bare prompt, and a chat runs on for
 * ever without an error: hence the check.
 */
async function verifyModel(server: OllamaServer): Promise<void> {
  const response = await fetch(`${server.url}/api/show`, {
    method: 'POST',
    body: JSON.stringify({ model: modelName }),
  });
  const text = await response.text();
  const shown = JSON.parse(text) as { template?: string; parameters?: string };
  const template = shown.template ?? '';
  if (!template.includes('<|im_start|>') || !shown.parameters?.includes('<|im_end|>')) {
    const problem = `The model was created without its chat template: ${text.slice(0, 500)}`;
    throw new ProvisionError(problem, 'give TEMPLATE and stop parameters in the Modelfile.');
  }
}
