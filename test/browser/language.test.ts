import type { Browser } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { describeInBrowser, inBrowser, NO_SERVER } from './setUp.ts';
import { WebProcess } from './webProcess.ts';

describeInBrowser('the language', () => {
  let browser: Browser;

  inBrowser((started) => {
    browser = started;
  });

  it('that is chosen in one window is that of every window, and of the texts of the sidecar', async () => {
    const web = await WebProcess.start({ host: NO_SERVER });
    onTestFinished(() => web.stop());
    const context = await browser.newContext({ locale: 'en-US' });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(web.link);
    await page.locator('.status-card').getByText('Ollama does not answer').waitFor();
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Open another window' }).click();
    const other = await opened;
    await other.getByRole('heading', { name: 'Ask about your code' }).waitFor();

    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: '中文' }).click();

    for (const one of [page, other]) {
      await one.getByRole('heading', { name: '询问有关代码的问题' }).waitFor();
      await one.locator('.status-card').getByText('没有 Ollama 应答').waitFor();
      await one.locator('.composer > textarea').fill('/');
      await one.locator('.prompt-list').getByText('解释').waitFor();
      expect(await one.locator('html').getAttribute('lang')).toBe('zh-CN');
    }
  });
});
