import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isFile } from '../../tools/importRules.ts';
import type { Module } from '../../tools/modules.ts';

/** The file of a module that the rules are tested in. */
export function fileIn(module: Module): string {
  return isFile(module) ? module.folder : `${module.folder}/probe.ts`;
}

/** The specifiers of an import of one module in another: its path, and its package. */
export function specifiers(from: Module, target: Module): string[] {
  const path = posix.relative(dirname(fileIn(from)), fileIn(target));
  const byPath = path.startsWith('.') ? path : `./${path}`;
  if (target.name === 'protocol') return ['@condenser/protocol'];
  if (target.name === 'webui') return [byPath, '@condenser/webui/probe.ts'];
  if (target.name === 'test') return [byPath, '@condenser/test', '@condenser/test/probe.ts'];
  // Modules of the sidecar import each other by their paths only.
  const fromSidecar = from.folder.startsWith('sidecar/');
  if (!target.folder.startsWith('sidecar/') || fromSidecar) return [byPath];
  return [byPath, `@condenser/${fileIn(target).replace('sidecar/src', 'sidecar')}`];
}

/** Files and their lines. */
export type Probes = Readonly<Record<string, readonly string[]>>;

/**
 * Lints the files with the project's configuration, in a temporary folder, so that a killed test leaves
 * nothing behind in the sources.
 *
 * @returns the refused lines of each file.
 */
export async function refusedLines(probes: Probes): Promise<Map<string, Set<string>>> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'import-rule-'));
  try {
    mkdirSync(join(folder, 'tools'));
    for (const name of ['biome.json', 'tools/importRules.biome.json', '.gitignore'])
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
  // Biome exits with 1 if it finds an error.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Report;
}

function byFile({ summary, diagnostics }: Report, probes: Probes): Map<string, Set<string>> {
  const files = Object.keys(probes);
  // The count includes biome.json. A skipped file would seem to be allowed every import.
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
