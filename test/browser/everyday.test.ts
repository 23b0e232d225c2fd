import type { Page } from 'playwright-core';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { linesOf } from '../process/storeFiles.ts';
import { answered, ask, DraftWatch } from './chromiumBrowser.ts';
import { describeInBrowser, eachPage } from './setUp.ts';
import { WebProcess } from './webProcess.ts';

describeInBrowser('a page that is started again', () => {
  let fake: FakeOllama;
  let web: WebProcess;
  let page: Page;
  let drafts: DraftWatch;

  eachPage(
    {
      fake: { otherwise: { tokens: ['A short answer.'] } },
      context: { permissions: ['clipboard-read', 'clipboard-write'] },
    },
    (scene) => {
      ({ fake, web, page } = scene);
    },
  );

  beforeEach(async () => {
    drafts = new DraftWatch(page);
    await page.goto(web.link);
  });

  const input = () => page.locator('.composer > textarea');

  it('opens the last conversation with its draft, after kill -9 too', async () => {
    await ask(page, 'The first one?');
    await answered(page, 1);
    await drafts.kept(() => input().fill('And the'));
    const { home } = web;
    await web.crash();
    web = await WebProcess.start({ host: fake.url, home });
    onTestFinished(() => web.stop());

    await page.goto('about:blank');
    await page.goto(web.link);

    await page.locator('.turn').getByText('The first one?').waitFor();
    await page.locator('.answer').getByText('A short answer.').waitFor();
    await expect.poll(() => input().inputValue()).toBe('And the');
  });

  it('switches its language, and that of the texts of the sidecar', async () => {
    await page.locator('.menu .icon-button').click();
    await page.getByRole('menuitem', { name: '中文' }).click();
    await page.getByPlaceholder('询问有关代码的问题').waitFor();

    await fake.stop();
    await ask(page, '你在吗？');

    await page.locator('.card.error strong', { hasText: '没有 Ollama 应答' }).first().waitFor();
  });

  it('shows the draft of a new conversation rather than the last conversation', async () => {
    await ask(page, 'The first one?');
    await answered(page, 1);
    await page.getByRole('button', { name: 'New conversation' }).first().click();
    await drafts.kept(() => input().fill('Something new'));

    await page.reload();

    await expect.poll(() => input().inputValue()).toBe('Something new');
    expect(await page.locator('.turn').count()).toBe(0);
  });

  it('clears a draft when it is sent, in a new and in an existing conversation', async () => {
    for (const [index, question] of ['The first one?', 'And the next?'].entries()) {
      await drafts.kept(() => input().fill(question));
      await input().press('Enter');
      await answered(page, index + 1);

      await page.reload();

      await page.locator('.turn').getByText(question).waitFor();
      expect(await input().inputValue()).toBe('');
    }
  });

  it('attaches a paste of 200 KB completely', async () => {
    const pasted = 'function add(a, b) { return a + b; }\n'.repeat(5600);
    await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
    await input().click();

    await page.keyboard.press('Control+v');
    await page.locator('.composer .chip').waitFor();

    expect(await input().inputValue()).toBe('');
    await ask(page, 'What does it do?');
    await page.locator('.turn .chip').waitFor();
    // It is on the disk once the turn has ended; here it is too long for the model.
    await page.locator('.turn .card.error').waitFor();
    const asked = linesOf(web.home).find(({ type }) => type === 'turnStarted');
    expect(asked?.context).toMatchObject([{ kind: 'text', text: pasted }]);
  });

  it('shows once that Ollama is unreachable, with every remedy', async () => {
    await ask(page, 'The first one?');
    await answered(page, 1);
    await fake.stop();
    await ask(page, 'And the second?');
    await page.locator('.card.error').waitFor();

    // Where no turn says it, the page itself does; then it knows.
    await page.getByRole('button', { name: 'New conversation' }).first().click();
    await page.locator('.status-card').waitFor();
    await page.locator('.history-open').first().click();
    await page.locator('.turn').getByText('And the second?').waitFor();

    expect(await page.locator('.card.error').count()).toBe(1);
    await page.locator('.card.error .use-builtin').waitFor();
  });
});
