import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { pythonLangserve, pythonOllama } from '../../provision/pythonPackages.ts';
import { runToEnd } from '../runToEnd.ts';
import { startFake } from '../starting.ts';
import { serve } from './servedChain.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const answer = 'A tuple is a list that does not change.';
const packages = [await pythonLangserve.locate(), await pythonOllama.locate()];

interface Example {
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

/** The code blocks of docs/http.md, without those that start the server. */
const examples: Example[] = [
  ...readFileSync(join(ROOT, 'docs/http.md'), 'utf8').matchAll(/```(\w+)\n([\s\S]*?)```/g),
].map(([, language = '', code = '']) => ({ name: nameOf(code), language, code }));
const tried = examples.filter(({ code }) => !code.startsWith('node sidecar'));

test('the examples cover all languages', () => {
  expect(tried.map(({ language }) => language)).toEqual([
    ...['sh', 'sh', 'js', 'js', 'python', 'python', 'python'],
  ]);
});

test.for(tried)('$language: $name', { timeout: 180_000 }, async ({ language, code }, context) => {
  const missing = packages.indexOf(undefined);
  if (language === 'python' && missing >= 0) {
    context.skip(`not on this machine: ${[pythonLangserve, pythonOllama][missing]?.name}`);
  }
  const fake = await startFake({
    models: [{ name: 'qwen2.5-coder:7b' }],
    otherwise: { tokens: answer.split(/(?= )/) },
  });
  const served = await serve({ host: fake.url });
  const here = code
    .replaceAll('http://127.0.0.1:8000', served.url)
    .replaceAll('http://127.0.0.1:11434', fake.url)
    .replaceAll('@langchain/core/runnables/remote', 'langchain-core-0.3/runnables/remote');

  const { code: exit, stdout, stderr } = await run(language, here, packages);

  expect(exit, stderr).toBe(0);
  // The examples stream, so the pieces of an answer are on separate lines.
  const said = stdout.includes('event: data')
    ? [...stdout.matchAll(/^data: (".*")\r?$/gm)].map(([, text = '']) => JSON.parse(text)).join('')
    : stdout;
  expect(said).toContain(answer);
});

function run(language: string, code: string, folders: readonly (string | undefined)[]) {
  if (language === 'sh') return runToEnd('sh', ['-c', code], {});
  if (language === 'js') {
    const args = ['--input-type=module', '-'];
    return runToEnd(process.execPath, args, { cwd: join(ROOT, 'test'), input: code });
  }
  const env = {
    PATH: process.env.PATH,
    PYTHONPATH: folders.join(':'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  return runToEnd('python3', ['-c', code], { env });
}

/** What it asks with. */
function nameOf(code: string): string {
  return /curl -\S+|RemoteRunnable|ChatOllama|fetch\(|Ollama/.exec(code)?.[0] ?? 'the server';
}
