/**
 * Writes `tools/importRules.biome.json`, which biome.json extends: the table of modules as Biome's
 * `noRestrictedImports`. With `--check` it only compares, and fails on a difference.
 */
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOrCheck } from '../protocol/tools/generatedFile.ts';
import { type Module, modules } from './modules.ts';

/** What Biome refuses to import, with the reason it gives. */
interface Pattern {
  /** As in .gitignore: the last that matches decides, and `!` takes back. */
  readonly group: readonly string[];
  readonly message: string;
}

/** How deep the folders of a module inside another one may be nested. */
const MAX_DEPTH = 3;

/** The rules as text: one line for each of Biome's overrides. */
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
  // Of an import by `../`, only the depth of the importing file tells whether it leaves the module.
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
  // Of a folder that is refused as a whole, an inner module may be allowed.
  const inner = module.imports.filter((name) => name.includes('/')).map((name) => `!**/${name}/**`);
  const list = module.imports.join(', ') || 'none';
  const message = `${module.name} imports only these modules: ${list}. ${SEE}`;
  return [{ group: [...new Set([...group, ...inner])], message }];
}

/** How an import of the module is written: as a relative path, or by its package. */
function importsOf(module: Module, from: Module): string[] {
  const { name, folder } = module;
  if (isFile(module) && isOfSidecar(from.folder)) return [`**/${posix.basename(folder)}`];
  const relative = isOfSidecar(folder)
    ? // The page has folders of the same names as modules of the sidecar.
      `**/${isOfSidecar(from.folder) ? posix.basename(name) : 'sidecar'}/**`
    : `**/${folder}/**`;
  // A list of allowed packages refuses all others.
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

/** The module in whose folder this one lies. */
function outerModule({ folder }: Module): Module | undefined {
  return modules.find((other) => folder.startsWith(`${other.folder}/`));
}

/** Imports that leave the module for the one around it, from a file this deep in its folders. */
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
