import { join } from 'node:path';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import type { Part } from './part.ts';
import { installRequirements, readRequirements } from './pipInstall.ts';

/** Python packages in a folder for `PYTHONPATH`. */
interface PythonPackages {
  readonly name: string;
  readonly describe: string;
  readonly skips: string;
  /** The file that lists the packages and versions; see `readRequirements`. */
  readonly list: string;
}

function pythonPart({ name, describe, skips, list }: PythonPackages): Part {
  const requirements = readRequirements(list);
  const folder = () => join(cacheFolder(), `${name}-${requirements.pin}`);
  return {
    name,
    describe,
    skips,
    async locate() {
      return (await exists(folder())) ? folder() : undefined;
    },
    async provision(report) {
      const build = async (target: string) => {
        report(`installing ${name}`);
        await installRequirements(requirements, target, report);
      };
      return buildOnce(folder(), build, report);
    },
  };
}

/** The Python client of LangServe. */
export const pythonLangserve = pythonPart({
  name: 'python-langserve',
  describe: 'the client of LangServe for Python, with langchain-core (downloads 35 MB)',
  skips: 'the RemoteRunnable of Python against the HTTP server',
  list: 'langserve.txt',
});

/** Tests whether a server answers as its OpenAPI document says. */
export const schemathesis = pythonPart({
  name: 'schemathesis',
  describe: 'Schemathesis, which tests an OpenAPI document (downloads 20 MB)',
  skips: 'that the HTTP server answers as its OpenAPI document says',
  list: 'schemathesis.txt',
});

/** Lints the Dockerfile; its program is `bin/hadolint` in the folder. */
export const hadolint = pythonPart({
  name: 'hadolint',
  describe: 'hadolint, which lints a Dockerfile (downloads 12 MB)',
  skips: 'the lint of the Dockerfile',
  list: 'hadolint.txt',
});

/** The clients in docs/http.md that use Ollama without the chain. */
export const pythonOllama = pythonPart({
  name: 'python-ollama',
  describe: 'the Ollama clients of LangChain and LlamaIndex for Python (downloads 60 MB)',
  skips: 'the examples of docs/http.md that use Ollama directly',
  list: 'ollamaClients.txt',
});
