/**
 * Writes `tools/importRules.biome.json`, which biome.json extends: the table of modules as
 * `noRestrictedImports` rules. With `--check` it only compares, and fails on a difference.
 */
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOrCheck } from '../protocol/tools/generatedFile.ts';
import { type Module, modules } from './modules.ts';

/** Imports that Biome refuses, with the message. */
interface Pattern {
  /** As in .gitignore: the last match decides, and `!` negates. */
  readonly group: readonly string[];
  readonly message: string;
}

/** The maximum depth of folders in a nested module. */
const MAX_DEPTH = 3;

/** The rules as JSON, one line per override. */
export function importRules(): string {
  const overrides = modules.flatMap(overridesOf).map((override) => JSON.stringify(override));
  return `{\n  "overrides": [\n    ${overrides.join(',\n    ')}\n  ]\n}\n`;
}

function overridesOf(module: Module): object[] {
  const patterns = [...packagePatterns(module), ...modulePatterns(module)];
  const outer = outerModule(module);
  if (outer === undefined || module.imports.includes(outer.name)) {
    return [override(isFile(module) ? module.folder : `${module.folder}/**`, patterns)];
  }
  // Whether `../` leaves the module depends on the depth of the importing file.
  return Array.from({ length: MAX_DEPTH }, (_, depth) => {
    const files = `${module.folder}/${'*/'.repeat(depth)}`;
    return override(depth === MAX_DEPTH - 1 ? `${files}**` : `${files}*`, [
      ...patterns,
      {
        group: outerImports(depth),
        message: `${module.name} does not import ${outer.name}. ${SEE}`,
      },
    ]);
  });
}

const SEE = 'The table of modules: tools/modules.ts.';

function packagePatterns({ name, imports, packages, onNode }: Module): Pattern[] {
  if (packages === 'any') return [];
  const allowed = imports.includes('protocol') ? [...packages, '@condenser/protocol'] : packages;
  const own = ['./**', '../**', ...(onNode ? ['node:*', 'node:*/**'] : [])];
  const both = allowed.flatMap((specifier) => [specifier, `${specifier}/**`]);
  return [
    {
      group: ['**', ...[...own, ...both].map((specifier) => `!${specifier}`)],
      message: `${name} imports only these packages: ${allowed.join(', ') || 'none'}. ${SEE}`,
    },
  ];
}

function modulePatterns(module: Module): Pattern[] {
  const group = modules
    .filter(({ name }) => name !== module.name && !module.imports.includes(name))
    .flatMap((other) => importsOf(other, module));
  if (group.length === 0) return [];
  // An inner module may be allowed although the folder around it is refused.
  const inner = module.imports.filter((name) => name.includes('/')).map((name) => `!**/${name}/**`);
  const list = module.imports.join(', ') || 'none';
  const message = `${module.name} imports only these modules: ${list}. ${SEE}`;
  return [{ group: [...new Set([...group, ...inner])], message }];
}

/** The patterns of imports of a module: its relative path, and its package name. */
function importsOf(module: Module, from: Module): string[] {
  const { name, folder } = module;
  if (isFile(module) && isOfSidecar(from.folder)) return [`**/${posix.basename(folder)}`];
  const relative = isOfSidecar(folder)
    ? // The page has folders with the same names as modules of the sidecar.
      `**/${isOfSidecar(from.folder) ? posix.basename(name) : 'sidecar'}/**`
    : `**/${folder}/**`;
  // The list of allowed packages already refuses this one.
  if (from.packages !== 'any') return [relative];
  return [relative, `@condenser/${name}`, `@condenser/${name}/**`];
}

/** Whether the module is one file, not a folder. */
export function isFile({ folder }: Module): boolean {
  return folder.endsWith('.ts');
}

function isOfSidecar(folder: string): boolean {
  return folder.startsWith('sidecar/');
}

/** The module that contains the folder of this one. */
function outerModule({ folder }: Module): Module | undefined {
  return modules.find((other) => folder.startsWith(`${other.folder}/`));
}

/** Imports that leave a nested module for the one around it, from a file at this depth. */
function outerImports(depth: number): string[] {
  const up = '../'.repeat(depth + 1);
  return [`${up}*`, `${up}*/**`, `!${up}../**`];
}

function override(includes: string, patterns: readonly Pattern[]): object {
  const rule = { level: 'error', options: { patterns } };
  return { includes: [includes], linter: { rules: { style: { noRestrictedImports: rule } } } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeOrCheck(new URL('importRules.biome.json', import.meta.url), importRules());
}
