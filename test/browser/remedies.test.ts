import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { answered, ask } from './chromiumBrowser.ts';
import { beginning, notify, reply, type StubWindow } from './ideStub.ts';
import { drawEveryLook } from './looks.ts';
import { describeInBrowser, eachIdePage, inBrowser, openInIde } from './setUp.ts';
import { WebProcess } from './webProcess.ts';

const unreachable = {
  state: 'unreachable',
  host: 'http://127.0.0.1:11434',
  why: 'Ollama does not answer at http://127.0.0.1:11434 (ECONNREFUSED).',
  whatToDo: 'Start it with: ollama serve.',
};
const missing = [
  { what: 'node-llama-cpp 3.21.1', size: 54_000_000, source: 'npm' },
  { what: 'SmolLM2 135M Instruct', size: 93_000_000, source: 'pip' },
];

describeInBrowser('the buttons of a page without Ollama', () => {
  let browser: Browser;

  inBrowser((started) => {
    browser = started;
  });

  it('start Ollama, and the question that failed is answered on another try', async () => {
    const fake = await startFakeOllama({ portClosed: true, otherwise: { tokens: ['There.'] } });
    onTestFinished(() => fake.stop());
    const bin = folderWithOllama();
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const web = await WebProcess.start({ host: fake.url, env });
    onTestFinished(() => web.stop());
    const page = await browser.newPage({ viewport: { width: 420, height: 760 } });
    onTestFinished(() => page.close());
    page.setDefaultTimeout(15_000);
    await page.goto(web.link);
    await page.locator('.status-card').waitFor();
    await drawEveryLook(page, 'status');
    await ask(page, 'Anyone?');
    await page.locator('.turn .card.error').waitFor();

    await page.getByRole('button', { name: 'Start Ollama' }).click();
    await page.getByRole('button', { name: 'Starting …' }).waitFor();
    await fake.openPort();

    await page.locator('.model-button').getByText('fake:latest').waitFor();
    await page.locator('.card.error').getByRole('button', { name: 'Try again' }).click();
    await page.locator('.answer').getByText('There.').waitFor();
    await answered(page, 1);
    expect(await page.locator('.card.error').count()).toBe(0);
  });

  describe('in an IDE', () => {
    let page: Page;

    eachIdePage({ width: 260, height: 700 }, (scene) => {
      ({ page } = scene);
      const hello = { ...(beginning['page/hello'] as object), status: unreachable };
      return openInIde(scene, { ...beginning, 'page/hello': hello });
    });

    beforeEach(() => page.locator('.status-card').waitFor());

    const posted = (method: string) =>
      page.evaluate(
        (wanted) =>
          (window as unknown as StubWindow).posted
            .filter((message) => message.method === wanted)
            .map(({ params }) => params),
        method,
      );
    const button = (name: string) => page.getByRole('button', { name });

    it('open the log', async () => {
      await button('Open log').click();
      await expect.poll(() => posted('ide/openLog')).toHaveLength(1);
    });

    it('use the built-in model, and list its downloads first', async () => {
      await button('Use the built-in model').click();
      await button('Starting …').waitFor();
      await reply(page, 'builtin/start', { result: { status: unreachable, missing } });
      const card = page.locator('.status-card');
      await card.getByText('node-llama-cpp 3.21.1, about 54 MB, from the npm registry').waitFor();
      await drawEveryLook(page, 'builtin-asks');
      expect(await posted('builtin/start')).toMatchObject([{ fetch: false }]);

      await button('Download 147 MB and start').click();
      await notify(page, '$/progress', [
        { token: 'builtin', value: { part: 'node-llama-cpp 3.21.1', fraction: 0.4 } },
      ]);
      await card.getByText('Downloading node-llama-cpp 3.21.1 40 %').waitFor();
      await drawEveryLook(page, 'builtin-downloading');
      expect((await posted('builtin/start')).at(-1)).toMatchObject({ fetch: true });
      const limits = 'smollm2:135m is a small demonstration model: English only.';
      const status = {
        state: 'builtin',
        host: 'http://127.0.0.1:4',
        model: 'smollm2:135m',
        limits,
      };
      await reply(page, 'builtin/start', { result: { status, missing: [] } });

      const badge = page.locator('.model-button .badge').getByText('built-in');
      await badge.waitFor();
      expect(await badge.getAttribute('title')).toBe(limits);
      expect(await card.count()).toBe(0);
      await page.locator('.model-button').click();
      await page.getByRole('dialog').getByText(limits).waitFor();
    });

    it('cancel the download of the built-in model, and download nothing without a click', async () => {
      await button('Use the built-in model').click();
      await reply(page, 'builtin/start', { result: { status: unreachable, missing } });
      await button('Cancel').click();
      await button('Use the built-in model').click();
      expect(await posted('builtin/start')).toMatchObject([{ fetch: false }, { fetch: false }]);

      await reply(page, 'builtin/start', { result: { status: unreachable, missing } });
      await button('Download 147 MB and start').click();
      await notify(page, '$/progress', [
        { token: 'builtin', value: { part: 'node-llama-cpp 3.21.1', fraction: 0 } },
      ]);
      await button('Cancel').click();
      await expect.poll(() => posted('$/cancelRequest')).toHaveLength(1);
      await reply(page, 'builtin/start', { error: { code: -32800, message: 'Stopped.' } });

      await button('Use the built-in model').waitFor();
      expect(await page.getByText('Stopped.').count()).toBe(0);
    });

    it('show the remedy where the built-in model is not allowed', async () => {
      await button('Use the built-in model').click();
      const data = { whatToDo: 'Start Condenser again without --no-builtin.' };
      const error = { code: -32007, message: 'The built-in model is disabled here.', data };
      await reply(page, 'builtin/start', { error });

      await page.locator('.status-card [role=alert]').getByText('without --no-builtin').waitFor();
      await drawEveryLook(page, 'builtin-refused');
    });
  });
});

/** A folder with an `ollama` that starts and does nothing. */
function folderWithOllama(): string {
  const bin = mkdtempSync(join(tmpdir(), 'condenser-bin-'));
  onTestFinished(() => rmSync(bin, { recursive: true, force: true }));
  writeFileSync(join(bin, 'ollama'), '#!/bin/sh\nexit 0\n');
  chmodSync(join(bin, 'ollama'), 0o755);
  return bin;
}
