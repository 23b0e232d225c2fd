import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Person } from '../fakes/person.ts';
import { runToEnd } from '../process/runToEnd.ts';
import { pseudoTerminal } from '../provision/pseudoTerminal.ts';
import { locateRealOllama, type RealOllama, realModel, startRealOllama } from './realOllama.ts';

const parts = await locateRealOllama();
const terminal = await pseudoTerminal.locate();

const settings = { temperature: 0, model: realModel };

describe.skipIf(parts === undefined || terminal === undefined)('a person at a terminal', () => {
  let ollama: RealOllama;
  let home: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    ollama = await startRealOllama();
    home = await mkdtemp(join(tmpdir(), 'condenser-home-'));
    await mkdir(join(home, 'condenser'));
    await writeFile(join(home, 'condenser', 'settings.json'), JSON.stringify(settings));
    env = {
      ...process.env,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      OLLAMA_HOST: ollama.host,
      LANG: 'C.UTF-8',
    };
  });

  afterAll(async () => {
    await ollama.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('asks, follows up, stops an answer with Ctrl-C, and leaves with a second one', async () => {
    const person = new Person('npm start -- chat', { env });
    onTestFinished(() => person.kill());
    await person.sees(/qwen\S* at .*\n> $/);
    person.types('What is a mutex, in one short sentence?\r');
    await person.sees(/\n\S+ \S+[\s\S]*\n> $/);
    // A rule rewrites it, whatever a model of this size makes of other follow-ups.
    person.types('and in Java?\r');
    await person.sees(/\?[\s\S]*?Understood as: .* in Java\?[\s\S]*\S\n> $/);

    person.types('Write a very long story about a library.\r');
    // The answer, and not what is said before it.
    await person.sees(
      /library\.[\s\S]*reading the question\s+(?!…|Understood as|The rewritten question)(?:[\w,’'-]+ ){4}/,
    );
    person.pressesControl('c');
    await person.sees(/\[stopped; partial answer saved\]\s+> $/);
    person.pressesControl('c');
    expect(await person.leaves()).toBe(0);
    expect(person.rawScreen).toContain('\u001b[2mUnderstood as:');
  });

  it('answers in Chinese wording where the locale is Chinese', async () => {
    const person = new Person('npm start -- chat', { env: { ...env, LANG: 'zh_CN.UTF-8' } });
    onTestFinished(() => person.kill());
    await person.sees(/Ctrl-C 停止回答/);
    person.types('/help\r');
    await person.sees(/新的对话/);
    person.types('/model no-such-model\r');
    await person.sees(/没有安装模型 no-such-model。[\s\S]*ollama pull no-such-model/);
    person.types('/quit\r');
    expect(await person.leaves()).toBe(0);
  });

  it('answers one question in a pipe, with what was piped in', async () => {
    const asked = await runToEnd(
      'npm',
      ['start', '--silent', '--', 'ask', 'What does this code do?'],
      {
        env,
        input: 'function add(a, b) { return a + b; }\n',
      },
    );
    expect(asked.code).toBe(0);
    expect(asked.stdout.trim().length).toBeGreaterThan(10);
    expect(asked.stdout.endsWith('\n')).toBe(true);
  });
});
