import { join } from 'node:path';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import type { Part } from './part.ts';
import { installRequirements, readRequirements } from './pipInstall.ts';

/** Packages of Python in a folder for `PYTHONPATH`. */
interface PythonPackages {
  readonly name: string;
  readonly describe: string;
  readonly skips: string;
  /** A file beside this one with every package and its version, as `pip freeze` writes it. */
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

/** The client that people of the Python LangServe server have. */
export const pythonLangserve = pythonPart({
  name: 'python-langserve',
  describe: 'the client of LangServe for Python, with langchain-core (downloads 35 MB)',
  skips: 'the RemoteRunnable of Python against the HTTP server',
  list: 'langserve.txt',
});

/** Finds requests, out of an OpenAPI document, that a server does not answer as documented. */
export const schemathesis = pythonPart({
  name: 'schemathesis',
  describe: 'Schemathesis, which tries an OpenAPI document out (downloads 20 MB)',
  skips: 'that the HTTP server answers everything as its OpenAPI document says',
  list: 'schemathesis.txt',
});

/** Lints the Dockerfile; its program is `bin/hadolint` in the folder. */
export const hadolint = pythonPart({
  name: 'hadolint',
  describe: 'hadolint, which lints a Dockerfile (downloads 12 MB)',
  skips: 'that the Dockerfile is well made',
  list: 'hadolint.txt',
});

/** What docs/http.md names for the model without the chain. */
export const pythonOllama = pythonPart({
  name: 'python-ollama',
  describe: 'the clients of Ollama that LangChain and LlamaIndex have for Python (downloads 60 MB)',
  skips: 'the examples of docs/http.md that ask Ollama itself',
  list: 'ollamaClients.txt',
});
