import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { answered, ask, startChromium } from '../browser/chromiumBrowser.ts';
import { WebProcess } from '../browser/webProcess.ts';
import { chromium } from '../provision/chromium.ts';
import { HANG_MS, locateRealOllama, realModel, startRealOllama } from './realOllama.ts';

const executable = await chromium.locate();
const parts = await locateRealOllama();

describe.skipIf(executable === undefined || parts === undefined)(
  'the page on a real Ollama',
  () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      browser = await startChromium(executable ?? '');
      folder = await mkdtemp(join(tmpdir(), 'condenser-page-'));
    });

    afterAll(async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('answers a question and a follow-up, stops an answer, and shows all of it after a reload', async () => {
      const ollama = await startRealOllama();
      onTestFinished(() => ollama.stop());
      const args = ['--model', realModel];
      const web = await WebProcess.start({ host: ollama.host, home: folder, args });
      onTestFinished(() => web.stop());
      const page = await browser.newPage();
      page.setDefaultTimeout(HANG_MS);
      await page.goto(web.link);
      await page.locator('.model-button').getByText(realModel).waitFor();
      await ask(page, 'What is the capital of France? One short sentence.');
      await answered(page, 1);
      expect((await page.locator('.answer').first().textContent())?.length).toBeGreaterThan(5);
      await ask(page, 'Write a very long story about a library.');
      await page
        .locator('.answer')
        .nth(1)
        .getByText(/\w+ \w+/)
        .first()
        .waitFor();
      await page.keyboard.press('Escape');
      await answered(page, 2);
      const said = await page.locator('.answer').nth(1).textContent();
      await page.reload();
      await page.locator('.history-open').first().click();
      await answered(page, 2);
      expect(await page.locator('.answer').nth(1).textContent()).toBe(said);
    });
  },
);
