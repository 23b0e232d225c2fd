import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const DIST = resolve(import.meta.dirname, '../../sidecar/dist');

/** The files that Node loads with this one, by following static imports only. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const imports = textOf(file).matchAll(/(?:import|from)\s*"\.\/([^"]+\.mjs)"/g);
  for (const [, imported = ''] of imports) loadedWith(imported, found);
  return found;
}

function textOf(file: string): string {
  return readFileSync(resolve(DIST, file), 'utf8');
}

it('LangChain is loaded with the first question, not at the start', () => {
  const withLangChain = [...loadedWith('main.mjs')].filter((file) =>
    textOf(file).includes('langchain_core'),
  );
  expect(withLangChain).toEqual([]);
  expect(textOf('main.mjs')).toMatch(/import\("\.\/historyAwareChain-/);
});
