import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import { chatMl } from './chatMl.ts';
import { type GgufPart, qwen05b, qwen15b } from './gguf.ts';
import { type OllamaPart, olderOllama, ollama } from './ollama.ts';
import { type OllamaServer, startOllamaServer } from './ollamaServer.ts';
import { type Part, ProvisionError, type Report } from './part.ts';
import { runCommand } from './runCommand.ts';
import { smollm2 } from './smollm2.ts';

/** A model of Ollama for the tests. */
export interface OllamaModel {
  /** Its name in Ollama. */
  readonly name: string;
  readonly file: GgufPart;
  /** The Modelfile after its `FROM`. */
  readonly instructions: string;
  /** Increment it with every change of `instructions`, so that older folders are not used any more. */
  readonly recipe: number;
}

/** Small and fast but weak, English only: for tests that do not depend on the content of answers. */
export const smallModel: OllamaModel = {
  name: 'smollm2',
  file: smollm2,
  instructions: '',
  recipe: 1,
};

/** A small code model. Without instructions, Ollama would use the template `{{ .Prompt }}`. */
export const codeModel: OllamaModel = {
  name: 'qwen2.5-coder:0.5b',
  file: qwen05b,
  instructions: chatMl,
  recipe: 1,
};

/** A larger code model, too slow for every test run. */
export const benchModel: OllamaModel = {
  name: 'qwen2.5-coder:1.5b',
  file: qwen15b,
  instructions: chatMl,
  recipe: 1,
};

/**
 * A models folder of an Ollama (`OLLAMA_MODELS`) that contains one model.
 *
 * Treat it as read-only: a server removes unused files from its folder. Tests start servers on a view
 * of several such folders, see `test/real/modelsView.ts`.
 */
function modelsFolder(server: OllamaPart, model: OllamaModel): Part {
  const { name, file, recipe } = model;
  const id = `ollama-models-${server.version}-${file.sha256.slice(0, 12)}-r${recipe}`;
  const folder = () => join(cacheFolder(), id);
  return {
    name: `${name} in ${server.name}`,
    describe: `a models folder for Ollama ${server.version} with '${name}' in it`,
    skips: `everything against a real Ollama ${server.version}`,

    async locate() {
      const models = modelsIn(folder());
      return (await exists(models)) ? models : undefined;
    },

    async provision(report) {
      const found = await this.locate();
      if (found !== undefined) {
        return found;
      }
      const executable = await server.provision(report);
      const gguf = await file.provision(report);
      const build = (draft: string) => createModel(draft, executable, model, gguf, report);
      return modelsIn(await buildOnce(folder(), build, report));
    },
  };
}

const folders = new Map(
  [ollama, olderOllama].flatMap((server) =>
    [smallModel, codeModel, benchModel].map((model) => {
      const folder = modelsFolder(server, model);
      return [folder.name, folder] as const;
    }),
  ),
);

/** The part that is a models folder of this Ollama with this model. */
export function modelsFolderOf(server: OllamaPart, model: OllamaModel): Part {
  const folder = folders.get(`${model.name} in ${server.name}`);
  if (folder === undefined) throw new Error(`no models folder for ${model.name}`);
  return folder;
}

function modelsIn(folderOfPart: string): string {
  return join(folderOfPart, 'models');
}

async function createModel(
  draft: string,
  executable: string,
  model: OllamaModel,
  gguf: string,
  report: Report,
): Promise<void> {
  const models = modelsIn(draft);
  await mkdir(models);
  report(`creating the model '${model.name}'`);
  const modelfile = join(draft, 'Modelfile');
  await writeFile(modelfile, `FROM ${gguf}\n${model.instructions}`);
  const server = await startOllamaServer({ executable, models });
  try {
    await runCommand(executable, ['create', model.name, '-f', modelfile], {
      env: { HOME: draft, OLLAMA_HOST: server.host },
      remedy: 'see the output of Ollama above.',
      heartbeat: report,
    });
    await verifyModel(server, model.name);
  } finally {
    await server.stop();
  }
  // It contains a temporary path of the GGUF file, and its content is in the manifest now.
  await rm(modelfile);
  await removeUnusedBlobs(models);
}

/** Current servers keep the uploaded file, a second copy, for an hour. */
async function removeUnusedBlobs(models: string): Promise<void> {
  const manifests = join(models, 'manifests');
  const entries = await readdir(manifests, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'));
  const used = (await Promise.all(texts)).join();
  const blobs = join(models, 'blobs');
  for (const name of await readdir(blobs)) {
    if (!used.includes(name.replace('-', ':'))) await rm(join(blobs, name));
  }
}

/**
 * Ollama replaces a known chat template of a GGUF file by its own; otherwise the Modelfile must provide
 * one. Without either, it uses the bare prompt, and a chat never ends and never fails: hence the check.
 */
async function verifyModel(server: OllamaServer, model: string): Promise<void> {
  const response = await fetch(`${server.url}/api/show`, {
    method: 'POST',
    body: JSON.stringify({ model }),
  });
  const text = await response.text();
  const { template = '' } = JSON.parse(text) as { template?: string };
  if (!template.includes('<|im_start|>')) {
    const problem = `'${model}' was created without its chat template: ${text.slice(0, 500)}`;
    throw new ProvisionError(problem, 'give TEMPLATE and stop parameters in the Modelfile.');
  }
}
