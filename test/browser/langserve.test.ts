import type { Browser, Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { serve } from '../process/langserve/servedChain.ts';
import { startFake } from '../process/starting.ts';
import { screenshot } from './chromiumBrowser.ts';
import { askAsFrontEnd, pageElsewhere } from './pageElsewhere.ts';
import { describeInBrowser, inBrowser } from './setUp.ts';

describeInBrowser('the HTTP server and pages', () => {
  let browser: Browser;
  inBrowser((started) => {
    browser = started;
  });

  it('answers a page on another origin that is named, as the first front end asks', async () => {
    const fake = await startFake();
    const page = await pageElsewhere(browser);
    const origin = await page.evaluate('location.origin');
    const served = await serve({ host: fake.url, args: ['--cors', String(origin)] });

    expect(await page.evaluate(askAsFrontEnd(served.url, INPUT))).toBe('This is the fake.');
    expect(await page.evaluate(readStream(served.url))).toContain('event: end');
    const failed = `fetch('${served.url}/llama3/invoke', { method: 'POST', body: '{}',
      headers: { 'Content-Type': 'application/json' } }).then((answer) => answer.status)`;
    expect(await page.evaluate(failed)).toBe(422);
  });

  it('does nothing for a page that is not named, however it asks', async () => {
    const fake = await startFake();
    const page = await pageElsewhere(browser);
    const served = await serve({ host: fake.url });
    const before = fake.log.of('request').length;

    await expect(page.evaluate(askAsFrontEnd(served.url, INPUT))).rejects.toThrow(
      /Failed to fetch/,
    );
    const blind = `fetch('${served.url}/llama3/invoke', { method: 'POST', mode: 'no-cors',
      headers: { 'Content-Type': 'text/plain' }, body: '${BODY}' }).then(() => 'sent')`;
    expect(await page.evaluate(blind)).toBe('sent');
    expect(fake.log.of('request')).toHaveLength(before);
  });

  it('has a playground that streams, goes on with the conversation, and stops', async () => {
    const fake = await startFake({
      replies: [
        { tokens: ['A cache', ' keeps', ' things.'] },
        { tokens: ['How big is the cache?'] },
        { tokens: ['It is', ' big.'], hold: [1] },
      ],
    });
    const served = await serve({ host: fake.url, args: ['--token', 'opensesame'] });
    const page = await browser.newPage({ viewport: { width: 720, height: 640 } });
    onTestFinished(() => page.close());
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${served.url}/llama3/playground/`);
    await page.locator('#token').fill('opensesame');

    await askHere(page, 'What is a cache?');
    await page.locator('.answer', { hasText: 'A cache keeps things.' }).waitFor();
    await page.locator('#stop:disabled').waitFor();
    await askHere(page, 'How big is it?');
    await page.locator('.answer', { hasText: 'It is' }).waitFor();
    await page.locator('#stop').click();
    await page.locator('.note', { hasText: 'stopped' }).waitFor();
    await fake.log.waitFor('closedByClient');

    expect((await fake.chat(2)).body.messages?.[1]?.content).toContain('What is a cache?');
    await screenshot(page, 'playground');
    expect(problems).toEqual([]);
  });

  it('has documents that load nothing and say nothing on the console', async () => {
    const fake = await startFake();
    const served = await serve({ host: fake.url });
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${served.url}/docs`);
    await page.locator('summary', { hasText: '/llama3/stream_events' }).click();
    await screenshot(page, 'docs');
    expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([`${served.url}/docs`]);
    expect(problems.filter((text) => !text.includes('404'))).toEqual([]);
  });
});

const INPUT = { chat_history: [], question: 'Who are you?' };
const BODY = JSON.stringify({ input: INPUT });

function readStream(url: string): string {
  return `fetch('${url}/llama3/stream', { method: 'POST', body: '${BODY}',
    headers: { 'Content-Type': 'application/json' } }).then((answer) => answer.text())`;
}

async function askHere(page: Page, question: string): Promise<void> {
  await page.locator('#question').fill(question);
  await page.keyboard.press('Enter');
}
