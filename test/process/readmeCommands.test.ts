import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsOf } from '../contract/readmeText.ts';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { runToEnd } from './runToEnd.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** How a command of the README is tried, and the expected result. */
interface Trial {
  /** Run instead, if the command would run this test again. */
  readonly command?: string;
  readonly input?: string;
  readonly shows: RegExp;
  /** Default 0. */
  readonly code?: number;
}

const trials: Readonly<Record<string, Trial>> = {
  'npm start': {
    // It serves until it is stopped.
    command: 'timeout --signal=INT 20 npm start',
    shows: /Chat page[\s\S]*http:\/\/127\.0\.0\.1:\d+\/#token=\S+/,
    code: 124,
  },
  'npm test': {
    command: 'npm test -- --project unit test/unit/models/thinkTags.test.ts',
    shows: /^\d+ passed, 0 failed$/m,
  },
  'npm start -- chat': {
    input: 'hello\n',
    shows: /Condenser · fake:latest[\s\S]*This is the fake\./,
  },
  'npm start -- doctor': { shows: /\[ok\] Models: fake:latest/ },
  'git diff | npm start --silent -- ask "What could go wrong here?"': {
    command: 'git log -1 | npm start --silent -- ask "What could go wrong here?"',
    shows: /^This is the fake\.\n$/,
  },
  'npm start --silent -- ask --file src/parser.ts "Where does it allocate?"': {
    command: 'npm start --silent -- ask --file package.json "Where does it allocate?"',
    shows: /^This is the fake\.\n$/,
  },
  'npm start -- --help': { shows: /Usage: condenser/ },
  'npm start --silent -- conversations list': {
    shows: /^[0-9a-f]{8} .* Where does it allocate\?$/m,
  },
  'npm start --silent -- conversations search parser': {
    command: 'npm start --silent -- conversations search allocate',
    shows: /^ {4}Where does it allocate\?$/m,
  },
  'npm start --silent -- conversations export --json --output conversations.json': {
    command:
      'npm start --silent -- conversations export --json --output "$HOME/conversations.json"',
    shows: /^$/,
  },
  'npm start --silent -- conversations import conversations.json': {
    command: 'npm start --silent -- conversations import --json "$HOME/conversations.json"',
    shows: /"turnsAdded": 0/,
  },
  'npm start -- conversations --help': { shows: /Usage: condenser conversations/ },
  'npm run build': { shows: /^/ },
  'node sidecar/dist/condenser.mjs stdio': {
    input: 'Content-Length: 41\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"hello"}',
    shows: /"code":-32002/,
  },
  'node sidecar/dist/condenser.mjs serve': {
    // It serves until it is stopped, here after it has printed its address.
    command:
      '(node sidecar/dist/condenser.mjs serve --port 0 2>&1 & echo $!; wait) | ' +
      '{ read -r pid; read -r line; echo "$line"; kill "$pid"; }',
    shows: /fake:latest answers at http:\/\/127\.0\.0\.1:\d+\/llama3/,
  },
};

/** Needs a JDK, which may be missing. */
const triedElsewhere: Readonly<Record<string, string>> = {
  'npm run package': 'test/plugin/package.test.ts',
};

let fake: FakeOllama;
let home: string;

beforeAll(async () => {
  fake = await startFakeOllama();
  home = mkdtempSync(join(tmpdir(), 'condenser-readme-'));
});

afterAll(async () => {
  await fake.stop();
  rmSync(home, { recursive: true, force: true });
});

test('every command of the README is tried, here or in the tests of its part', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const here = commandsOf(readme).filter((command) => !(command in triedElsewhere));
  expect(here).toEqual(Object.keys(trials));
  expect(commandsOf(readme)).toEqual(expect.arrayContaining(Object.keys(triedElsewhere)));
  for (const file of Object.values(triedElsewhere)) {
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(
      "'npm', ['run', '--silent', 'package']",
    );
  }
});

test.each(Object.entries(trials))(
  '%s',
  async (written, { command, input, shows, code: expected = 0 }) => {
    const { code, shown } = await run(command ?? written, input ?? '');
    expect(shown).toMatch(shows);
    if (!written.endsWith('stdio')) expect(code).toBe(expected);
  },
);

async function run(
  command: string,
  input: string,
): Promise<{ code: number | null; shown: string }> {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...rest } = process.env;
  const env = {
    ...rest,
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
    OLLAMA_HOST: fake.url,
  };
  const { code, stdout, stderr } = await runToEnd('sh', ['-c', command], { cwd: ROOT, env, input });
  // A terminal shows stdout and stderr; a pipe gets only the answer.
  const both = !command.includes('--silent') && !command.endsWith('stdio');
  return { code, shown: both ? stderr + stdout : stdout };
}
