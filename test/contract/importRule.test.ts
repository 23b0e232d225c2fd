import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Module, modules } from '../../tools/modules.ts';
import { fileIn, type Probes, refusedLines, specifiers } from './importRule.ts';

const PACKAGES = [
  ...new Set(modules.flatMap(({ packages }) => packages).concat('left-pad')),
].filter((name) => name !== 'any');
const NODE = ['node:fs', 'node:fs/promises'];

/** Ways to write an import. */
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

/** What the chain would import of the chat around it, and what it may, by the depth of its file. */
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
  it('has a row for each folder and file of sidecar/src, and for nothing else', () => {
    const rows = modules.flatMap(({ folder }) => /^sidecar\/src\/([^/]+)/.exec(folder)?.[1] ?? []);
    expect([...new Set(rows)].sort()).toEqual(readdirSync('sidecar/src').sort());
  });

  it('names only modules that it has', () => {
    const names = modules.map(({ name }) => name);
    expect(modules.flatMap(({ imports }) => imports)).toEqual(
      modules.flatMap(({ imports }) => imports.filter((name) => names.includes(name))),
    );
  });

  it('has no way back: of two modules, at most one reaches the other', () => {
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

  it('imports the modules that the table names, and no other', () => {
    const others = modules.filter((other) => other !== module);
    const named = others.filter(({ name }) => module.imports.includes(name));
    const written = (some: readonly Module[]) => some.flatMap((other) => specifiers(module, other));
    expect(allowed(written(others))).toEqual(written(named));
  });

  it('imports the packages that the table names, and no other', () => {
    const { packages } = module;
    const named = PACKAGES.filter((name) => packages === 'any' || packages.includes(name));
    expect(allowed(PACKAGES)).toEqual(named);
  });

  it(`imports ${module.onNode ? '' : 'nothing of '}Node’s own modules`, () => {
    expect(allowed(NODE)).toEqual(module.onNode ? NODE : []);
  });
});

describe.each(PARENTS)('$file', ({ file, refused: outside, allowed }) => {
  it.each(outside)('does not import %s, of the module around it', (specifier) => {
    expect(isRefused(file, specifier)).toBe(true);
  });

  it.each(allowed)('imports %s', (specifier) => {
    expect(isRefused(file, specifier)).toBe(false);
  });
});

describe('a forbidden import', () => {
  it.each(FORMS(FORMS_SPECIFIER))('is refused however it is written: %s', (line) => {
    expect(refused.get(FORMS_FILE)).toContain(line);
  });
});
