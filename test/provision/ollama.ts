import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { provideBuildHeaders } from './buildHeaders.ts';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import { type Part, ProvisionError, type Report } from './part.ts';
import { runCommand } from './runCommand.ts';

/** The version that is built, and that the built server gives as its own. */
export const ollamaVersion = '0.17.4';

/** Counts up whenever the way it is built changes, so that older builds are not used any more. */
const recipe = 1;

const goModule = 'github.com/ollama/ollama';
const goSum = 'h1:X3KNm9x4BlHqk/AXMGtC7pBAFd46nmJmy8yDaBZLo9s=';
const goRemedy = 'install Go 1.24 or later, put it on the PATH, and let it reach a module proxy.';

/**
 * The real Ollama, one executable for this machine's processor only (no GPU), built from its Go
 * module because no package registry carries it.
 */
export const ollama: Part = {
  name: 'ollama',
  describe: `Ollama ${ollamaVersion}, built from its Go module for the CPU (2 to 5 minutes)`,
  skips: 'everything against a real Ollama',

  async locate() {
    const file = executableIn(folder());
    return (await exists(file)) ? file : undefined;
  },

  async provision(report) {
    return executableIn(await buildOnce(folder(), (draft) => build(draft, report), report));
  },
};

function folder(): string {
  const machine = `${process.platform}-${process.arch}`;
  return join(cacheFolder(), `ollama-${ollamaVersion}-${machine}-r${recipe}`);
}

function executableIn(folderOfPart: string): string {
  return join(folderOfPart, 'bin', 'ollama');
}

async function build(draft: string, report: Report): Promise<void> {
  const headers = await provideBuildHeaders(report);
  report(`fetching the source of Ollama ${ollamaVersion}`);
  await verifySource();
  const bin = join(draft, 'bin');
  await mkdir(bin);
  report('compiling it (2 to 5 minutes on two cores)');
  const flags = compilerFlags(headers);
  const stamp = `-X=${goModule}/version.Version=${ollamaVersion}`;
  await runCommand('go', ['install', '-v', '-ldflags', stamp, `${goModule}@v${ollamaVersion}`], {
    env: { CGO_ENABLED: '1', GOBIN: bin, CGO_CFLAGS: flags, CGO_CXXFLAGS: flags },
    remedy: `${goRemedy} A C and a C++ compiler are needed as well.`,
    onLine: (line) => {
      if (line.startsWith(`${goModule}/llama`) || line.startsWith(`${goModule}/ml/backend`)) {
        report(`compiling ${line.slice(goModule.length + 1)}`);
      }
    },
    heartbeat: report,
  });
}

/**
 * Go checks every module against its checksum database, but a machine can be set up without it;
 * the one whose code we run is pinned here as well.
 */
async function verifySource(): Promise<void> {
  const args = ['mod', 'download', '-json', `${goModule}@v${ollamaVersion}`];
  const found = JSON.parse(await runCommand('go', args, { remedy: goRemedy })) as { Sum?: string };
  if (found.Sum !== goSum) {
    const problem = `The source of Ollama has the checksum ${found.Sum}, expected ${goSum}.`;
    throw new ProvisionError(problem, 'do not use that module proxy; find out who changed it.');
  }
}

/**
 * Without a processor level the CPU code reads prompts six times slower. Not `native`: that does
 * not link where the processor has AMX.
 */
function compilerFlags(headers: string): string {
  const level = process.arch === 'x64' ? ['-march=x86-64-v3'] : [];
  return ['-O3', '-g0', ...level, `"-I${headers}"`].join(' ');
}
