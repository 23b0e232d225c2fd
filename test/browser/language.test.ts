import { expect, it, onTestFinished } from 'vitest';
import { chromium } from '../provision/chromium.ts';
import { startChromium } from './chromiumBrowser.ts';
import { WebProcess } from './webProcess.ts';

const executable = await chromium.locate();

it.skipIf(executable === undefined)(
  'a language that is switched is that of every window, and of what the sidecar says',
  async () => {
    const browser = await startChromium(executable ?? '');
    onTestFinished(() => browser.close());
    const web = await WebProcess.start({ host: '127.0.0.1:9' });
    onTestFinished(() => web.stop());
    const context = await browser.newContext({ locale: 'en-US' });
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
  },
);
