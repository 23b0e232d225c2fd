import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Module, modules } from '../../tools/modules.ts';
import { fileIn, type Probes, refusedLines, specifiers } from './importRule.ts';

const PACKAGES = [
  ...new Set(modules.flatMap(({ packages }) => packages).concat('left-pad')),
].filter((name) => name !== 'any');
const NODE = ['node:fs', 'node:fs/promises'];

/** All forms of an import. */
const FORMS = (specifier: string) => [
  `import type { A } from '${specifier}';`,
  `import { b } from '${specifier}';`,
  `import * as c from '${specifier}';`,
  `import '${specifier}';`,
  `export { d } from '${specifier}';`,
  `export * from '${specifier}';`,
  `const e = await import('${specifier}');`,
];
const FORMS_FILE = 'sidecar/src/chat/forms.ts';
const FORMS_SPECIFIER = '../cli/main.ts';

/** Imports of files in chat/chain, by the depth of the file: refused ones of chat, and allowed ones. */
const PARENTS = [
  {
    file: 'sidecar/src/chat/chain/parents.ts',
    refused: ['../turnRun.ts', '../exchange/markdown.ts'],
    allowed: ['./words.ts', './prompts/answer.ts', '../../models/thinkTags.ts'],
  },
  {
    file: 'sidecar/src/chat/chain/prompts/parents.ts',
    refused: ['../../turnRun.ts', '../../exchange/markdown.ts'],
    allowed: ['../words.ts', './answer.ts', '../../../models/thinkTags.ts'],
  },
];

function importOf(specifier: string): string {
  return `export * from '${specifier}';`;
}

function probes(): Probes {
  const files: Record<string, string[]> = {};
  for (const module of modules) {
    const own = modules.flatMap((other) => specifiers(module, other));
    files[fileIn(module)] = [...own, ...PACKAGES, ...NODE].map(importOf);
  }
  files[FORMS_FILE] = FORMS(FORMS_SPECIFIER);
  for (const { file, refused, allowed } of PARENTS) {
    files[file] = [...refused, ...allowed].map(importOf);
  }
  return files;
}

let refused: Map<string, Set<string>>;
beforeAll(async () => {
  refused = await refusedLines(probes());
});

function isRefused(file: string, specifier: string): boolean {
  return refused.get(file)?.has(importOf(specifier)) === true;
}

describe('the table of modules', () => {
  it('has a row for exactly the folders and files of sidecar/src', () => {
    const rows = modules.flatMap(({ folder }) => /^sidecar\/src\/([^/]+)/.exec(folder)?.[1] ?? []);
    expect([...new Set(rows)].sort()).toEqual(readdirSync('sidecar/src').sort());
  });

  it('names only modules that exist', () => {
    const names = modules.map(({ name }) => name);
    expect(modules.flatMap(({ imports }) => imports)).toEqual(
      modules.flatMap(({ imports }) => imports.filter((name) => names.includes(name))),
    );
  });

  it('has no cycle', () => {
    const reached = new Map<string, Set<string>>();
    const reach = (name: string, path: readonly string[]): Set<string> => {
      expect(path).not.toContain(name);
      const known = reached.get(name);
      if (known !== undefined) return known;
      const imports = modules.find((module) => module.name === name)?.imports ?? [];
      const all = new Set(imports.flatMap((other) => [other, ...reach(other, [...path, name])]));
      reached.set(name, all);
      return all;
    };
    for (const { name } of modules) reach(name, []);
    expect(reached.get('test')?.size).toBe(modules.length - 1);
  });
});

describe.each(modules)('the module $name', (module) => {
  const file = fileIn(module);
  const allowed = (all: readonly string[]) => all.filter((name) => !isRefused(file, name));

  it('can import exactly the modules in its row', () => {
    const others = modules.filter((other) => other !== module);
    const named = others.filter(({ name }) => module.imports.includes(name));
    const written = (some: readonly Module[]) => some.flatMap((other) => specifiers(module, other));
    expect(allowed(written(others))).toEqual(written(named));
  });

  it('can import exactly the packages in its row', () => {
    const { packages } = module;
    const named = PACKAGES.filter((name) => packages === 'any' || packages.includes(name));
    expect(allowed(PACKAGES)).toEqual(named);
  });

  it(`can ${module.onNode ? '' : 'not '}import Node’s modules`, () => {
    expect(allowed(NODE)).toEqual(module.onNode ? NODE : []);
  });
});

describe.each(PARENTS)('$file', ({ file, refused: outside, allowed }) => {
  it.each(outside)('cannot import %s from the module around it', (specifier) => {
    expect(isRefused(file, specifier)).toBe(true);
  });

  it.each(allowed)('can import %s', (specifier) => {
    expect(isRefused(file, specifier)).toBe(false);
  });
});

describe('a forbidden import', () => {
  it.each(FORMS(FORMS_SPECIFIER))('is refused in every form: %s', (line) => {
    expect(refused.get(FORMS_FILE)).toContain(line);
  });
});
