import { RemoteRunnable } from 'langchain-core-0.3/runnables/remote';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startChromium } from '../browser/chromiumBrowser.ts';
import { askAsFrontEnd, pageElsewhere } from '../browser/pageElsewhere.ts';
import { askInPython } from '../process/langserve/askInPython.ts';
import { type ServedChain, startServer } from '../process/langserve/servedChain.ts';
import { chromium } from '../provision/chromium.ts';
import { pythonLangserve } from '../provision/pythonPackages.ts';
import {
  HANG_MS,
  locateRealOllama,
  type RealOllama,
  realModel,
  startRealOllama,
} from './realOllama.ts';

const parts = await locateRealOllama();
const packages = await pythonLangserve.locate();
const browserPath = await chromium.locate();

interface Input {
  readonly chat_history: [string, string][];
  readonly question: string;
}
const question = 'What is the capital of Italy? One word.';
const first: Input = { chat_history: [], question };
const followUp: Input = { chat_history: [[question, 'Rome.']], question: 'And that of Spain?' };

/** The small model with a stop sequence after its first sentence, because it would go on for minutes. */
const BRIEF = 'brief';

async function createBrief({ url }: RealOllama): Promise<void> {
  const parameters = { stop: ['.', '!', '\n'] };
  const body = JSON.stringify({ model: BRIEF, from: realModel, parameters, stream: false });
  const answer = await fetch(`${url}/api/create`, { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
}

describe.skipIf(parts === undefined)('condenser serve on a real Ollama', () => {
  let ollama: RealOllama;
  let served: ServedChain;
  let chain: RemoteRunnable<Input, string, object>;

  beforeAll(async () => {
    ollama = await startRealOllama();
    await createBrief(ollama);
    served = await startServer({ host: ollama.host, args: ['--model', BRIEF] });
    const options = { timeout: HANG_MS };
    chain = new RemoteRunnable({ url: `${served.url}/llama3`, options });
  });

  afterAll(async () => {
    served.process.kill('SIGTERM');
    expect(await served.exit).toBe(0);
    await ollama.stop();
  });

  it('answers RemoteRunnable: invoke, batch and stream', async () => {
    expect(await chain.invoke(first)).not.toBe('');
    const answers = await chain.batch([first, followUp]);
    expect(answers).toHaveLength(2);
    for (const answer of answers) expect(answer).not.toBe('');
    let text = '';
    for await (const chunk of await chain.stream(first)) text += chunk;
    expect(text).not.toBe('');
  });

  it('streams the log and the events of a run to RemoteRunnable', async () => {
    const patches = [];
    for await (const { ops } of chain.streamLog(first)) patches.push(...ops);
    expect(patches.at(-1)).toMatchObject({ path: '/final_output', value: expect.any(String) });
    for (const version of ['v1', 'v2'] as const) {
      const events = [];
      for await (const event of chain.streamEvents(followUp, { version })) events.push(event);
      expect(events.at(-1)).toMatchObject({ event: 'on_chain_end', name: '/llama3' });
      expect(events.some(({ event }) => event === 'on_llm_stream')).toBe(true);
    }
  });

  it('refuses a request without a history with status 422 and the name of the field', async () => {
    const refused = chain.invoke({ question } as Input);
    await expect(refused).rejects.toThrow(/422.*chat_history/s);
  });

  it.skipIf(browserPath === undefined)(
    'answers a page on another origin that is named, as the first front end asks',
    async () => {
      const browser = await startChromium(browserPath ?? '');
      onTestFinished(() => browser.close());
      const page = await pageElsewhere(browser);
      const origin = String(await page.evaluate('location.origin'));
      const args = ['--model', BRIEF, '--cors', origin];
      const open = await startServer({ host: ollama.host, args });
      onTestFinished(async () => {
        open.process.kill('SIGTERM');
        await open.exit;
      });
      expect(await page.evaluate(askAsFrontEnd(open.url, first))).toMatch(/\w/);
      // This server does not allow other origins.
      await expect(page.evaluate(askAsFrontEnd(served.url, first))).rejects.toThrow();
    },
  );

  it('stops on an abort, and answers the next request', async () => {
    const abort = new AbortController();
    const long = {
      chat_history: [],
      question: 'Write a very long sentence about a library.',
    } as Input;
    const reading = (async () => {
      for await (const chunk of await chain.stream(long, { signal: abort.signal } as object)) {
        if (chunk !== '') abort.abort();
      }
    })();
    await expect(reading).rejects.toThrow();
    expect(await chain.invoke(first)).not.toBe('');
  });

  it.skipIf(packages === undefined)('answers the RemoteRunnable of Python', async () => {
    const url = `${served.url}/llama3/`;
    const results = await askInPython(packages ?? '', url, question, followUp.question);
    expect(results.refused[0]).toBe(422);
    expect(results.batch).toHaveLength(2);
    expect(results.invoke).not.toBe('');
    expect(results.stream.join('')).not.toBe('');
    expect(results.streamed.join('')).toBe(results.final);
    for (const events of [results.v1, results.v2]) {
      expect(events.at(-1)).toMatchObject({ event: 'on_chain_end' });
    }
  });
});
