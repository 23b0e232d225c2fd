import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { TerminalUser } from '../fakes/terminalUser.ts';
import { runToEnd } from '../process/runToEnd.ts';
import { pseudoTerminal } from '../provision/pseudoTerminal.ts';
import { locateRealOllama, type RealOllama, realModel, startRealOllama } from './realOllama.ts';

const parts = await locateRealOllama();
const terminal = await pseudoTerminal.locate();

const settings = { temperature: 0, model: realModel };

describe.skipIf(parts === undefined || terminal === undefined)('the chat at a terminal', () => {
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

  it('answers a question and a follow-up, stops an answer on Ctrl-C, and exits on a second one', async () => {
    const user = new TerminalUser('npm start -- chat', { env });
    onTestFinished(() => user.kill());
    await user.waitFor(/qwen\S* at .*\n> $/);
    user.type('What is a mutex, in one short sentence?\r');
    await user.waitFor(/\n\S+ \S+[\s\S]*\n> $/);
    // A rule rewrites it, so the result does not depend on the model.
    user.type('and in Java?\r');
    await user.waitFor(/\?[\s\S]*?Understood as: .* in Java\?[\s\S]*\S\n> $/);

    user.type('Write a very long story about a library.\r');
    // The answer, without the text before it.
    await user.waitFor(
      /library\.[\s\S]*reading the question\s+(?!…|Understood as|The rewritten question)(?:[\w,’'-]+ ){4}/,
    );
    user.pressControl('c');
    await user.waitFor(/\[stopped; partial answer saved\]\s+> $/);
    user.pressControl('c');
    expect(await user.exit()).toBe(0);
    expect(user.rawScreen).toContain('\u001b[2mUnderstood as:');
  });

  it('uses Chinese texts in a Chinese locale', async () => {
    const user = new TerminalUser('npm start -- chat', { env: { ...env, LANG: 'zh_CN.UTF-8' } });
    onTestFinished(() => user.kill());
    await user.waitFor(/Ctrl-C 停止回答/);
    user.type('/help\r');
    await user.waitFor(/新的对话/);
    user.type('/model no-such-model\r');
    await user.waitFor(/没有安装模型 no-such-model。[\s\S]*ollama pull no-such-model/);
    user.type('/quit\r');
    expect(await user.exit()).toBe(0);
  });

  it('answers a question with the text from a pipe', async () => {
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
