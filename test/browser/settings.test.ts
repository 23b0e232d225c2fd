import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { AxeCheck } from './axe.ts';
import { answered, ask, screenshot } from './chromiumBrowser.ts';
import { type Look, looks, openAt } from './looks.ts';
import { describeInBrowser, eachServer } from './setUp.ts';
import type { WebProcess } from './webProcess.ts';

describeInBrowser('the settings', () => {
  let browser: Browser;
  let fake: FakeOllama;
  let web: WebProcess;
  let page: Page;

  eachServer({ fake: { otherwise: { tokens: ['A short answer.'] } } }, (scene) => {
    ({ browser, fake, web } = scene);
  });

  async function open(look: Look = looks[2]): Promise<void> {
    page = await openAt(browser, web.link, look);
    await page.locator('.model-button').getByText('fake').waitFor();
    await openSettings();
  }

  /** By keys alone. */
  async function openSettings(): Promise<void> {
    await page.locator('.header .menu .icon-button').focus();
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitem', { name: /Settings|设置/ });
    while (!(await item.evaluate((one) => one === document.activeElement))) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.locator('.setting').first().waitFor();
  }

  const setting = (name: string) =>
    page.locator(`[data-setting=${name}]`).locator('input, select, textarea');
  const kept = (): unknown =>
    JSON.parse(readFileSync(join(web.home, 'config/condenser/settings.json'), 'utf8'));
  const save = () => page.locator('.settings button[type=submit]').click();

  it('are saved and apply to the next turn; a cleared one is removed', async () => {
    await open();
    await setting('temperature').fill('0.5');
    await setting('keepAlive').fill('30m');
    await setting('think').selectOption('false');
    await setting('headers').fill('X-One: 1\nX-Two: two words');
    await save();
    await page.locator('.toast').getByText('Saved.').waitFor();
    expect(kept()).toEqual({
      temperature: 0.5,
      keepAlive: '30m',
      think: false,
      headers: { 'X-One': '1', 'X-Two': 'two words' },
    });
    // Of headers the values are not shown again; one that stays is not lost by that.
    await expect.poll(() => setting('headers').inputValue()).toBe('X-One: •••\nX-Two: •••');
    await setting('headers').fill('X-Two: •••');
    await setting('think').selectOption('');
    await setting('keepAlive').press('Enter');
    await expect.poll(kept).toEqual({
      temperature: 0.5,
      keepAlive: '30m',
      headers: { 'X-Two': 'two words' },
    });

    await page.keyboard.press('Escape');
    await ask(page, 'How warm?');
    await answered(page, 1);
    const [chat] = fake.chats;
    expect(chat?.body).toMatchObject({ keep_alive: '30m', options: { temperature: 0.5 } });
    expect(chat?.headers).toMatchObject({ 'x-two': 'two words' });
  });

  it('show an error at its field, and focus the field', async () => {
    await open();
    await setting('temperature').fill('7');
    await save();
    await page.locator('.setting-error').waitFor();
    expect(await page.locator('.setting-error').textContent()).toBe(
      'Temperature: must be a number from 0 to 2',
    );
    expect(await setting('temperature').evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    await setting('temperature').fill('');
    await setting('maximumContextWindow').fill('many');
    await save();
    await page.locator('[data-setting=maximumContextWindow] .setting-error').waitFor();
    expect(await page.locator('.setting-error').count()).toBe(1);
    expect(kept).toThrow(/ENOENT/);
    // What a variable of the environment decides is said.
    await page.locator('[data-setting=ollamaHost] .setting-note').waitFor();
  });

  it('take prompts of the user, which are listed at once', async () => {
    await open();
    await page.locator('.add-prompt').click();
    await page.locator('#prompt-0-name').fill('two words');
    await page.locator('#prompt-0-title').fill('Find races');
    await page.locator('#prompt-0-text').fill('Which races does this code have?');
    await save();
    await page.locator('.own-prompt .setting-error').waitFor();
    await page.locator('#prompt-0-name').fill('races');
    await save();
    await page.locator('.toast').getByText('Saved.').waitFor();
    await page.keyboard.press('Escape');

    const input = page.locator('.composer > textarea');
    await input.fill('/races');
    await page.locator('.prompt-list').getByText('Find races').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => input.inputValue()).toBe('Which races does this code have?');

    await openSettings();
    await page.locator('.own-prompt .text-button').click();
    await save();
    await expect.poll(kept).toEqual({});
  });

  it('show the storage locations, and every request that left', async () => {
    await open();
    const seen = fake.log.of('request').map(({ method, path }) => `${method} ${path}`);
    const count = (name: string) =>
      page.locator('.egress').locator(`[data-figure="${name}"] dd`).textContent();

    expect(await page.locator('.egress-host').textContent()).toBe(fake.url);
    expect(await page.locator('.egress-count').textContent()).toMatch(`${seen.length} requests`);
    expect(await count(fake.url)).toBe(String(seen.length));
    for (const path of new Set(seen)) {
      expect(await count(path)).toBe(String(seen.filter((one) => one === path).length));
    }
    expect(await page.locator('.data-folder').textContent()).toContain(
      join(web.home, 'data/condenser'),
    );
  });

  it.each(looks)('can be tested and read at $width px, $theme, $locale', async (look) => {
    await open(look);
    const name = `${look.width}-${look.theme}-${look.locale}`;
    await screenshot(page, `settings-${name}`);
    await setting('idleTimeoutSeconds').fill('0');
    await page.locator('.button.test').click();
    await page.locator('.setting-error').waitFor();
    await screenshot(page, `settings-error-${name}`);
    await setting('idleTimeoutSeconds').fill('60');
    await page.locator('.add-prompt').click();
    await page.locator('.own-prompt .text-button').click();
    await page.locator('.button.test').click();
    await page.locator('.finding').first().waitFor();
    await screenshot(page, `settings-tested-${name}`);
    await page.locator('.places').scrollIntoViewIfNeeded();
    await screenshot(page, `settings-end-${name}`);
    expect(await new AxeCheck(page).seriousProblems()).toEqual([]);
  });
});
