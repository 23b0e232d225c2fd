import { readFileSync } from 'node:fs';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { linesOf } from '../process/storeFiles.ts';
import { answered, ask, DraftWatch } from './chromiumBrowser.ts';
import { drawEveryLook } from './looks.ts';
import { describeInBrowser, eachPage } from './setUp.ts';
import { WebProcess } from './webProcess.ts';

interface TestFile {
  readonly name: string;
  readonly text: string;
}

const files: readonly TestFile[] = [
  { name: 'reader.ts', text: 'export const reader = 1;\n' },
  { name: '.env', text: 'API_KEY="abcdef123456"\n' },
];

describeInBrowser('the input', () => {
  let fake: FakeOllama;
  let web: WebProcess;
  let context: BrowserContext;
  let page: Page;
  let drafts: DraftWatch;

  eachPage(
    {
      fake: { otherwise: { tokens: ['A short answer.'] } },
      context: { viewport: { width: 1000, height: 760 } },
    },
    (scene) => {
      ({ fake, web, context, page } = scene);
    },
  );

  beforeEach(async () => {
    drafts = new DraftWatch(page);
    await page.goto(web.link);
    await page.locator('.model-button').getByText('fake:latest').waitFor();
  });

  const input = () => page.locator('.composer > textarea');
  const chips = () => page.locator('.composer .chip-name').allTextContents();
  const startAnew = () => page.getByRole('button', { name: 'New conversation' }).first().click();
  /** Lets an event with these files happen at the input, as a drag or a paste makes it. */
  const happen = (type: 'dragover' | 'dragleave' | 'drop' | 'paste', given: readonly TestFile[]) =>
    input().evaluate(
      (field, [wanted, all]) => {
        const data = new DataTransfer();
        for (const { name, text } of all) data.items.add(new File([text], name));
        const how = { bubbles: true, cancelable: true };
        field.dispatchEvent(
          wanted === 'paste'
            ? new ClipboardEvent(wanted, { ...how, clipboardData: data })
            : new DragEvent(wanted, { ...how, dataTransfer: data }),
        );
      },
      [type, given] as const,
    );

  it('takes files that are dropped on the input, and sends them with the question', async () => {
    await happen('dragover', files);
    await page.getByPlaceholder('Drop files here').waitFor();
    await drawEveryLook(page, 'dragging');
    await happen('dragleave', files);
    await page.getByPlaceholder('Ask about your code').waitFor();

    await happen('drop', files);

    await expect.poll(chips).toEqual(['reader.ts', '.env']);
    await expect.poll(() => page.locator('.composer .chip.secret').count()).toBe(1);
    await page.getByRole('button', { name: 'Remove .env' }).click();
    await ask(page, 'What is this?');
    await answered(page, 1);
    const asked = linesOf(web.home).find(({ type }) => type === 'turnStarted');
    expect(asked?.context).toEqual([{ kind: 'file', text: files[0]?.text, title: 'reader.ts' }]);
    expect(JSON.stringify(fake.log.of('request'))).not.toContain('abcdef123456');
  });

  it('takes files that are pasted, and keeps the text', async () => {
    await input().fill('What is this?');
    await happen('paste', files.slice(0, 1));
    await expect.poll(chips).toEqual(['reader.ts']);
    expect(await input().inputValue()).toBe('What is this?');
  });

  it('imports an exported conversation, and shows why another file cannot be imported', async () => {
    await ask(page, 'What is a heap?');
    await answered(page, 1);
    const menu = page.getByRole('button', { name: 'More' }).first();
    const download = page.waitForEvent('download');
    await menu.click();
    await page.getByRole('menuitem', { name: 'Export as JSON' }).click();
    const exported = readFileSync(await (await download).path());
    const other = await WebProcess.start({ host: fake.url });
    try {
      await page.goto(other.link);
      await page.getByText('No conversations yet').waitFor();
      const chooser = page.waitForEvent('filechooser');
      await menu.click();
      await page.getByRole('menuitem', { name: 'Import' }).click();
      const file = { name: 'c.json', mimeType: 'application/json', buffer: exported };
      await (await chooser).setFiles(file);
      await page.locator('.history-open').getByText('What is a heap?').click();
      await page.locator('.answer').getByText('A short answer.').waitFor();

      const importing = page.locator('input[type=file][accept*=json]');
      await importing.setInputFiles({ ...file, buffer: Buffer.from('{"not": "ours"}') });
      await page.locator('.toast').getByText('That did not work').waitFor();
      expect(await page.locator('.history-open').count()).toBe(1);
    } finally {
      await other.stop();
    }
  });

  it('keeps the draft of each conversation, with its files, over a reload', async () => {
    await ask(page, 'What is a heap?');
    await answered(page, 1);
    await drafts.kept(() => input().fill('And how does it'));
    await startAnew();
    await input().fill('Something else');
    await drafts.kept(() => happen('drop', files.slice(0, 1)));

    await page.reload();

    await expect.poll(() => input().inputValue()).toBe('Something else');
    expect(await chips()).toEqual(['reader.ts']);
    await page.locator('.history-open').first().click();
    await expect.poll(() => input().inputValue()).toBe('And how does it');
    expect(await chips()).toEqual([]);
  });

  it('keeps the draft of another window, and offers it', async () => {
    await drafts.kept(() => input().fill('Written here'));
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: 'More' }).first().click();
    await page.getByRole('menuitem', { name: 'Open another window' }).click();
    const other = await opened;
    const otherDrafts = new DraftWatch(other);
    const otherInput = other.locator('.composer > textarea');
    const shows = (field: Locator, text: string) =>
      expect.poll(() => field.inputValue(), { timeout: 60_000 }).toBe(text);
    await shows(otherInput, 'Written here');
    await otherDrafts.kept(() => otherInput.fill('Written there'));

    await page.reload();

    await shows(input(), 'Written here');
    await page.getByText('Another page has a draft here').click();
    await shows(input(), 'Written there');
    await page.getByText('Another page has a draft here').click();
    await shows(input(), 'Written here');
  });

  it('clears the draft that was sent, after a reload too', async () => {
    await drafts.kept(() => input().fill('What is a heap?'));
    await page.keyboard.press('Enter');
    await answered(page, 1);
    expect(await input().inputValue()).toBe('');

    await page.reload();
    await page.locator('.turn').getByText('What is a heap?').waitFor();

    expect(await input().inputValue()).toBe('');
    await startAnew();
    expect(await input().inputValue()).toBe('');
  });

  it('grows with its lines, also when the window gets narrower', async () => {
    const height = () => input().evaluate(({ clientHeight }) => clientHeight);
    await input().fill('word '.repeat(60));
    const wide = await height();
    await page.setViewportSize({ width: 300, height: 760 });
    await expect.poll(height).toBeGreaterThan(wide);
    await page.setViewportSize({ width: 1000, height: 760 });
    await expect.poll(height).toBe(wide);
  });
});
