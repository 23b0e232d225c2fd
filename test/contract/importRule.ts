import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where the source of each room lies, and what of it the others would import. */
export const rooms = {
  protocol: { file: 'protocol/src/probe.ts', imported: '@condenser/protocol' },
  errors: { file: 'sidecar/src/errors.ts' },
  logging: { file: 'sidecar/src/logging/probe.ts' },
  secrets: { file: 'sidecar/src/secrets/probe.ts' },
  wording: { file: 'sidecar/src/wording/probe.ts' },
  settings: { file: 'sidecar/src/settings/probe.ts' },
  http: { file: 'sidecar/src/http/probe.ts' },
  model: { file: 'sidecar/src/model/probe.ts' },
  programs: { file: 'sidecar/src/programs/probe.ts' },
  engine: { file: 'sidecar/src/engine/server/probe.ts' },
  chain: { file: 'sidecar/src/chain/probe.ts' },
  conversation: { file: 'sidecar/src/conversation/probe.ts' },
  transport: { file: 'sidecar/src/transport/rpc/probe.ts' },
  doctor: { file: 'sidecar/src/doctor/probe.ts' },
  application: { file: 'sidecar/src/application.ts' },
  main: { file: 'sidecar/src/main/probe.ts' },
  webui: { file: 'plugin/webui/src/probe.ts' },
  test: { file: 'test/unit/probe.ts' },
} as const;

export type Room = keyof typeof rooms;
export const roomNames = Object.keys(rooms) as Room[];

/** The ways to write an import of one room in another: by its path, and by its package. */
export function specifiers(from: string, room: Room): string[] {
  const target: { file: string; imported?: string } = rooms[room];
  if (target.imported !== undefined) return [target.imported];
  const path = posix.relative(posix.dirname(from), target.file);
  const byPackage = target.file
    .replace(/^sidecar\/src\//, '@condenser/sidecar/')
    .replace(/^plugin\/webui\/src\//, '@condenser/webui/')
    .replace(/^test\//, '@condenser/test/');
  return [path.startsWith('.') ? path : `./${path}`, byPackage];
}

/** Files with their lines. */
export type Probes = Readonly<Record<string, readonly string[]>>;

/**
 * Lints the files with the project's own configuration, in an empty copy of its folders: so a test
 * that is killed leaves nothing behind in the rooms.
 *
 * @returns the refused lines of each file.
 */
export async function refusedLines(probes: Probes): Promise<Map<string, Set<string>>> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'import-rule-'));
  try {
    for (const name of ['biome.json', '.gitignore'])
      copyFileSync(join(root, name), join(folder, name));
    for (const [file, lines] of Object.entries(probes)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
    }
    return byFile(await lint(folder), probes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Report {
  readonly summary: { readonly unchanged: number };
  readonly diagnostics: readonly {
    readonly category: string;
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}

async function lint(folder: string): Promise<Report> {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const options = ['--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none'];
  const run = promisify(execFile)(process.execPath, [biome, 'lint', ...options, '.'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  // It exits with 1 where it found something.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Report;
}

function byFile({ summary, diagnostics }: Report, probes: Probes): Map<string, Set<string>> {
  const files = Object.keys(probes);
  // biome.json is one more. A file that was passed over would seem to be allowed everything.
  if (summary.unchanged < files.length) throw new Error('Not every file was linted');
  const refused = new Map(files.map((file) => [file, new Set<string>()]));
  for (const { category, location } of diagnostics) {
    if (category !== 'lint/style/noRestrictedImports') throw new Error(`Unexpected ${category}`);
    const line = probes[location.path]?.[location.start.line - 1];
    if (line === undefined) throw new Error(`Nothing was written to ${location.path}`);
    refused.get(location.path)?.add(line);
  }
  return refused;
}
