import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { provideBuildHeaders } from './buildHeaders.ts';
import { buildOnce, cacheFolder, exists } from './cacheFolder.ts';
import { llamaServer, llamaServerFolder, llamaServerPrograms } from './llamaServer.ts';
import { type Part, ProvisionError, type Report } from './part.ts';
import { runCommand } from './runCommand.ts';

const goModule = 'github.com/ollama/ollama';
const goRemedy = 'install Go 1.26 or later, put it on the PATH, and let it reach a module proxy.';

/** A version of Ollama, and how to build it for the CPU only. */
interface OllamaBuild {
  readonly version: string;
  /** The checksum of the Go module, as in `go.sum`. */
  readonly goSum: string;
  /** Increment it with every change of the build, so that older builds are not used any more. */
  readonly recipe: number;
  /** Prepares the build, and returns variables for the compiler. */
  readonly prepare: (report: Report) => Promise<Readonly<Record<string, string>>>;
  /** Installs the engine, for a version that runs it as a separate program. */
  readonly addEngine?: (draft: string, report: Report) => Promise<void>;
}

/** A real Ollama: the executable with its files. */
export interface OllamaPart extends Part {
  /** The version that the server reports. */
  readonly version: string;
}

/** The current Ollama. Its engine is llama-server. */
export const ollama = ollamaPart({
  version: '0.32.15',
  goSum: 'h1:lnCycypBjS9SoMNeM6FivlYeDRn7mP/zfLG0uJXwmZ4=',
  recipe: 1,
  prepare: async () => ({ CGO_CFLAGS: '-O1 -g0' }),
  addEngine: linkLlamaServer,
});

/** An Ollama before 0.30, whose engine is part of the executable. */
export const olderOllama = ollamaPart({
  version: '0.17.4',
  goSum: 'h1:X3KNm9x4BlHqk/AXMGtC7pBAFd46nmJmy8yDaBZLo9s=',
  recipe: 1,
  prepare: async (report) => {
    const flags = compilerFlags(await provideBuildHeaders(report));
    return { CGO_CFLAGS: flags, CGO_CXXFLAGS: flags };
  },
});

/** Built from its Go module, because no package registry has it. */
function ollamaPart(build: OllamaBuild): OllamaPart {
  const { version, recipe } = build;
  const machine = `${process.platform}-${process.arch}`;
  const folder = () => join(cacheFolder(), `ollama-${version}-${machine}-r${recipe}`);
  return {
    name: `ollama ${version}`,
    version,
    describe: `Ollama ${version}, built from its Go module for the CPU (2 to 5 minutes)`,
    skips: `everything against a real Ollama ${version}`,

    async locate() {
      const file = executableIn(folder());
      // The folder links to the engine, which is another part.
      const engine = build.addEngine === undefined ? file : await llamaServer.locate();
      return engine !== undefined && (await exists(file)) ? file : undefined;
    },

    async provision(report) {
      const make = async (draft: string) => {
        await compile(build, draft, report);
        await build.addEngine?.(draft, report);
      };
      const executable = executableIn(await buildOnce(folder(), make, report));
      if (build.addEngine !== undefined) await llamaServer.provision(report);
      return executable;
    },
  };
}

function executableIn(folderOfPart: string): string {
  return join(folderOfPart, 'bin', 'ollama');
}

async function compile(build: OllamaBuild, draft: string, report: Report): Promise<void> {
  const { version } = build;
  const env = await build.prepare(report);
  report(`downloading the source of Ollama ${version}`);
  await verifySource(build);
  const bin = join(draft, 'bin');
  await mkdir(bin);
  report('compiling it (2 to 5 minutes on two cores)');
  const stamp = `-X=${goModule}/version.Version=${version}`;
  await runCommand('go', ['install', '-v', '-ldflags', stamp, `${goModule}@v${version}`], {
    env: { CGO_ENABLED: '1', GOBIN: bin, ...env },
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
 * Go checks every module against its checksum database, which can be turned off on a machine, so the
 * module that we run is pinned here as well.
 */
async function verifySource({ version, goSum }: OllamaBuild): Promise<void> {
  const args = ['mod', 'download', '-json', `${goModule}@v${version}`];
  const found = JSON.parse(await runCommand('go', args, { remedy: goRemedy })) as { Sum?: string };
  if (found.Sum !== goSum) {
    const problem = `The source of Ollama ${version} has the checksum ${found.Sum}, expected ${goSum}.`;
    throw new ProvisionError(
      problem,
      'do not use that module proxy, and report the changed checksum.',
    );
  }
}

/** Ollama searches for llama-server and llama-quantize in `lib/ollama` beside its `bin`. */
async function linkLlamaServer(draft: string, report: Report): Promise<void> {
  await llamaServer.provision(report);
  const lib = join(draft, 'lib');
  await mkdir(lib);
  // Relative, so that the cache folder can be moved.
  const programs = join('..', '..', llamaServerFolder, llamaServerPrograms);
  await symlink(programs, join(lib, 'ollama'));
}

/**
 * Without a CPU level, prompt evaluation is six times slower. `native` does not link on CPUs with AMX.
 */
function compilerFlags(headers: string): string {
  const level = process.arch === 'x64' ? ['-march=x86-64-v3'] : [];
  return ['-O3', '-g0', ...level, `"-I${headers}"`].join(' ');
}
