import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { answered, ask, screenshot } from './chromiumBrowser.ts';
import { chineseAnswer, pieces, richAnswer } from './samples.ts';
import { describeInBrowser, inBrowser } from './setUp.ts';
import { WebProcess } from './webProcess.ts';

/** Each width once in each theme and language. */
const looks = [260, 420, 1200].flatMap((width) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    (['en-US', 'zh-CN'] as const).map((locale) => ({ width, theme, locale })),
  ),
);

describeInBrowser('the page, looked at', () => {
  let browser: Browser;
  let fake: FakeOllama;

  inBrowser((started) => {
    browser = started;
  });

  beforeAll(async () => {
    fake = await startFakeOllama({
      models: [
        { name: 'qwen2.5-coder:7b', trainedContext: 32768 },
        { name: 'gpt-oss:120b-cloud', remoteHost: 'https://ollama.com' },
      ],
      replies: [
        { times: 'always', match: { lastMessage: 'Kotlin' }, tokens: pieces(richAnswer) },
        { times: 'always', match: { lastMessage: '文件' }, tokens: pieces(chineseAnswer) },
      ],
      otherwise: { tokens: ['A short', ' answer.'] },
    });
  });

  afterAll(async () => {
    await fake.stop();
  });

  it.each(looks)('is drawn at $width px, $theme, $locale', async ({ width, theme, locale }) => {
    const web = await WebProcess.start({ host: fake.url });
    onTestFinished(() => web.stop());
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: theme,
      locale,
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const problems = watch(page);
    await page.goto(web.link);
    await page.locator('.model-button .model-name').getByText('qwen2.5-coder:7b').waitFor();
    const name = `${width}-${theme}-${locale}`;
    await screenshot(page, `empty-${name}`);
    await ask(page, locale === 'zh-CN' ? '怎样按行读取文件？' : 'How do I read a file in Kotlin?');
    await answered(page, 1);
    await screenshot(page, `answer-${name}`);
    expect(new URL(page.url()).hash).toBe('');
    // Nothing is wider than the page.
    expect(await page.evaluate(() => document.body.scrollWidth)).toBeLessThanOrEqual(width);
    expect(problems).toEqual([]);
  });
});

/** What the page itself finds wrong: errors, refused loads, violations of its policy. */
function watch(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  return problems;
}
