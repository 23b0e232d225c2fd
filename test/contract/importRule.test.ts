import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Probes,
  type Room,
  refusedLines,
  roomNames,
  rooms,
  specifiers,
} from './importRule.ts';

/** Whom each room may import. Everybody else is forbidden to it. */
const ALLOWED: Record<Room, readonly Room[]> = {
  protocol: [],
  errors: ['protocol'],
  logging: ['protocol'],
  secrets: ['protocol'],
  wording: ['protocol', 'errors', 'logging', 'settings'],
  settings: ['protocol', 'errors', 'logging', 'wording'],
  http: ['protocol', 'errors', 'logging'],
  model: ['protocol', 'errors', 'logging', 'settings', 'engine'],
  programs: [],
  engine: ['protocol', 'errors', 'logging', 'settings', 'http', 'programs'],
  chain: ['protocol', 'errors', 'logging', 'settings', 'model'],
  conversation: [
    ...['protocol', 'errors', 'logging', 'settings', 'wording', 'model', 'chain'],
    ...['secrets'],
  ] as Room[],
  transport: [
    ...['protocol', 'errors', 'logging', 'settings', 'wording', 'model', 'chain'],
    ...['conversation', 'secrets', 'application', 'http'],
  ] as Room[],
  doctor: ['protocol', 'errors', 'logging', 'settings', 'wording', 'model', 'application'],
  application: roomNames.filter((room) => !['main', 'doctor', 'webui', 'test'].includes(room)),
  main: roomNames.filter((room) => !['webui', 'test'].includes(room)),
  webui: ['protocol'],
  test: roomNames,
};

/** Packages that only some rooms may import. */
const PACKAGES: readonly [
  specifier: string,
  forbidden: readonly Room[],
  allowed: readonly Room[],
][] = [
  ...['ollama', 'ollama/browser', 'undici'].map((name): [string, Room[], Room[]] => [
    name,
    roomNames.filter((room) => !['model', 'engine', 'webui', 'test'].includes(room)),
    ['model', 'test'],
  ]),
  ['@langchain/core/messages', ['protocol', 'transport'], ['model', 'chain', 'test']],
  ['node:fs', ['protocol', 'webui'], ['settings', 'model', 'transport', 'main', 'test']],
  ['zod', [], ['protocol', 'transport']],
  ['vscode-jsonrpc', [], ['protocol', 'transport', 'test']],
];

/** What is no room, and imports nothing of test. */
const BESIDE = ['tools/probe.mjs', 'protocol/tools/probe.ts', 'vitest.config.ts'];

const FORMS = (specifier: string) => [
  `import type { A } from '${specifier}';`,
  `import { b } from '${specifier}';`,
  `import * as c from '${specifier}';`,
  `import '${specifier}';`,
  `export { d } from '${specifier}';`,
  `export * from '${specifier}';`,
  `const e = await import('${specifier}');`,
];
const FORMS_FILE = 'sidecar/src/chain/forms.ts';
const FORMS_SPECIFIER = '../conversation/conversation.ts';

function importOf(specifier: string): string {
  return `export * from '${specifier}';`;
}

function probes(): Probes {
  const files: Record<string, string[]> = {};
  for (const { file } of Object.values(rooms)) {
    const own = roomNames.flatMap((room) => specifiers(file, room));
    files[file] = [...own, ...PACKAGES.map(([name]) => name)].map(importOf);
  }
  for (const file of BESIDE) files[file] = specifiers(file, 'test').map(importOf);
  files[FORMS_FILE] = FORMS(FORMS_SPECIFIER);
  return files;
}

let refused: Map<string, Set<string>>;
beforeAll(async () => {
  refused = await refusedLines(probes());
});

function isRefused(file: string, specifier: string): boolean {
  return refused.get(file)?.has(importOf(specifier)) === true;
}

describe.each(roomNames)('the room %s', (room) => {
  const { file } = rooms[room];
  const others = roomNames.filter((other) => other !== room);

  it.each(others)('%s is imported only where it may be', (other) => {
    for (const specifier of specifiers(file, other)) {
      expect([specifier, isRefused(file, specifier)]).toEqual([
        specifier,
        !ALLOWED[room].includes(other),
      ]);
    }
  });

  it.each(PACKAGES)(
    'the package %s is imported only where it may be',
    (name, forbidden, allowed) => {
      if (forbidden.includes(room)) expect(isRefused(file, name)).toBe(true);
      if (allowed.includes(room)) expect(isRefused(file, name)).toBe(false);
    },
  );
});

describe('what is no room', () => {
  it.each(BESIDE)('imports nothing of test: %s', (file) => {
    for (const specifier of specifiers(file, 'test')) expect(isRefused(file, specifier)).toBe(true);
  });
});

describe('a forbidden import', () => {
  it.each(FORMS(FORMS_SPECIFIER))('is refused however it is written: %s', (line) => {
    expect(refused.get(FORMS_FILE)).toContain(line);
  });
});
