import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { AxeCheck } from './axe.ts';
import { answered, ask } from './chromiumBrowser.ts';
import { drawEveryLook } from './looks.ts';
import { pieces, richAnswer } from './samples.ts';
import { describeInBrowser, eachPage } from './setUp.ts';
import type { WebProcess } from './webProcess.ts';

/** Where everything is done; each item is drawn at every look in the first alone. */
const places = [
  { width: 260, theme: 'light', locale: 'en-US' },
  { width: 1200, theme: 'dark', locale: 'zh-CN' },
] as const;

describeInBrowser.each(places)(
  'the features of the page at $width px, $theme, $locale',
  ({ width, theme, locale }) => {
    let fake: FakeOllama;
    let web: WebProcess;
    let page: Page;

    eachPage(
      {
        fake: {
          models: [
            { name: 'qwen2.5-coder:7b', capabilities: ['completion', 'thinking'] },
            { name: 'llama3.2:3b' },
            { name: 'nomic-embed-text', capabilities: ['embedding'] },
          ],
          replies: [
            {
              match: { lastMessage: 'sorting' },
              thinking: ['They want a', ' stable sort.'],
              tokens: ['Use a merge sort.'],
            },
            // The condense call comes first.
            { match: { lastMessage: 'compare' }, tokens: ['How does a merge sort compare?'] },
            { match: { lastMessage: 'hang' }, hold: ['headers'], times: 'always' },
            { match: { lastMessage: 'break' }, fault: { kind: 'status', status: 404 } },
            {
              match: { path: '/api/pull' },
              lines: [
                { status: 'pulling manifest' },
                { status: 'pulling aaaa', digest: 'sha256:aaaa', total: 4_683_087_561 },
                {
                  ...{ status: 'pulling aaaa', digest: 'sha256:aaaa' },
                  ...{ total: 4_683_087_561, completed: 2_000_000_000 },
                },
                { status: 'success' },
              ],
              hold: [3],
            },
            { match: { lastMessage: 'rich' }, tokens: pieces(richAnswer), times: 'always' },
          ],
          otherwise: { tokens: ['A short answer.'] },
        },
        web: { args: ['--model', 'qwen2.5-coder:7b'] },
        context: {
          viewport: { width, height: 760 },
          colorScheme: theme,
          locale,
          permissions: ['clipboard-read', 'clipboard-write'],
        },
      },
      (scene) => {
        ({ fake, web, page } = scene);
      },
    );

    beforeEach(async () => {
      await page.goto(web.link);
      await page.locator('.model-button').getByText('qwen2.5-coder:7b').waitFor();
    });

    const draw = async (name: string) => {
      if (width === 260) await drawEveryLook(page, name);
    };
    const input = () => page.locator('.composer > textarea');

    async function openHistory(): Promise<void> {
      if (width < 900) await page.locator('.history-button').click();
    }

    it('stops an answer with Escape before its first token', async () => {
      await ask(page, 'hang');
      await page.locator('.waiting').waitFor();
      await fake.log.waitFor('held');
      await draw('waiting');
      await page.keyboard.press('Escape');
      await answered(page, 1);
      await fake.log.waitFor('closedByClient');
      await draw('stopped');
    });

    it('retries, edits, and flips between the versions', async () => {
      await ask(page, 'What is sorting?');
      await answered(page, 1);
      await page.locator('.turn-footer .icon-button').nth(1).click();
      await page.locator('.version-count').getByText('2 / 2').waitFor();
      await answered(page, 1);
      await page.locator('.question').hover();
      await page.locator('.edit-question').click();
      await page.locator('.question-edit textarea').fill('What is a heap?');
      await draw('editing');
      await page.keyboard.press('Enter');
      await page.locator('.version-count').getByText('3 / 3').waitFor();
      await page.locator('.versions .icon-button').first().click();
      await page.locator('.version-count').getByText('2 / 3').waitFor();
      await page.locator('.question-text').getByText('What is sorting?').waitFor();
      await draw('versions');
    });

    it('folds thinking and the standalone question, which can be changed and asked again', async () => {
      await ask(page, 'What is sorting?');
      await answered(page, 1);
      await page.locator('.thinking > summary').click();
      expect(await page.locator('.thinking-text').textContent()).toBe('They want a stable sort.');
      await ask(page, 'How does it compare?');
      await answered(page, 2);
      const changed = 'How does merge sort compare to heap sort?';
      await page.locator('.standalone > summary').click();
      await page.locator('.standalone textarea').fill(changed);
      await draw('standalone');
      await page.locator('.standalone .button').click();
      await page.locator('.version-count').getByText('2 / 2').waitFor();
      // The version is there when it begins, what it was understood as a moment later.
      await page
        .locator('.standalone .fold-preview')
        .getByText(changed)
        .waitFor({ state: 'attached' });
    });

    it('shows an error with what to do, and doctor and models at hand', async () => {
      await ask(page, 'break');
      await page.locator('.card.error').first().waitFor();
      await draw('error');
      await page
        .locator('.card.error .button', { hasText: /Choose|选择/ })
        .first()
        .click();
      await page.locator('.models').waitFor();
      expect(await page.locator('.model .model-name').allTextContents()).not.toContain(
        'nomic-embed-text:latest',
      );
      await draw('models');
      await page.keyboard.press('Escape');
      await page
        .locator('.card.error .button', { hasText: /doctor|诊断/ })
        .first()
        .click();
      await page.locator('.finding').first().waitFor();
      await draw('doctor');
    });

    it('pulls a missing model on a click, and shows its progress', async () => {
      await ask(page, 'break');
      const pulling = page.locator('.card.error .button.primary').first();
      await pulling.click();
      await page.locator('.transfer progress').waitFor();
      await expect
        .poll(() => page.locator('.transfer-facts').textContent())
        .toContain('2.00 GB / 4.68 GB');
      await draw('pulling');
      const pull = fake.log.of('request').find(({ path }) => path === '/api/pull');
      fake.release(pull?.request ?? 0);
      await page.locator('.transfer').waitFor({ state: 'detached' });
      await page.locator('.turn-footer .icon-button').last().click();
      await answered(page, 1);
    });

    it('lists, searches, renames, exports, deletes and brings back conversations', async () => {
      await ask(page, 'What is sorting?');
      await answered(page, 1);
      await page.locator('.header .icon-button').nth(-2).click();
      await ask(page, 'And what is a rich answer?');
      await answered(page, 1);
      await openHistory();
      await expect.poll(() => page.locator('.history-entry').count()).toBe(2);
      await draw('history');
      await page.locator('.search input').fill('merge');
      await page.locator('mark').first().waitFor();
      await draw('search');
      await page.locator('.history-open').first().click();
      await page.locator('.question-text').getByText('What is sorting?').waitFor();
      await page.locator('.menu .icon-button').click();
      await draw('menu');
      await page.getByRole('menuitem').first().click();
      await page.locator('.title-field').fill('About order');
      await page.keyboard.press('Enter');
      await page.locator('.title').getByText('About order').waitFor();
      await page.locator('.menu .icon-button').click();
      const download = page.waitForEvent('download');
      await page.getByRole('menuitem').nth(1).click();
      expect((await download).suggestedFilename()).toMatch(/About order.*\.md/);
      await page.locator('.menu .icon-button').click();
      await page.getByRole('menuitem').nth(3).click();
      await page.locator('.toast .text-button').waitFor();
      await draw('deleted');
      await page.locator('.toast .text-button').click();
      await openHistory();
      await page.locator('.search input').fill('');
      await page.locator('.history-title').getByText('About order').waitFor();
    });

    it('writes: prompts, history, fences, chips, and no send while composing', async () => {
      await input().fill('/');
      await page.locator('.prompt-list').waitFor();
      await draw('prompts');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect((await input().inputValue()).length).toBeGreaterThan(5);
      await page.locator('.composer input[type=file]').setInputFiles([
        { name: '.env', mimeType: 'text/plain', buffer: Buffer.from('API_KEY="abcdef123456"') },
        { name: 'a.ts', mimeType: 'text/plain', buffer: Buffer.from('export const a = 1;\n') },
        { name: 'x.bin', mimeType: 'application/x', buffer: Buffer.from([0, 255, 254]) },
      ]);
      await expect.poll(() => page.locator('.composer .chip').count()).toBe(2);
      await expect.poll(() => page.locator('.composer .chip.secret').count()).toBe(1);
      await page.locator('.composer .chip-name').nth(1).click();
      await draw('chips');
      await page.locator('.composer .chip .icon-button').first().click();
      await expect.poll(() => page.locator('.composer .chip').count()).toBe(1);
      await page.evaluate(() => navigator.clipboard.writeText('if (a) {\n  b();\n}\n'));
      await input().fill('');
      await page.keyboard.press('Control+v');
      await expect.poll(() => input().inputValue()).toContain('```\nif (a) {');
      await input().fill('中文');
      await input().evaluate((field) =>
        field.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }),
        ),
      );
      expect(await page.locator('.turn').count()).toBe(0);
      await page.keyboard.press('Shift+Enter');
      expect(await input().inputValue()).toBe('中文\n');
      await page.keyboard.press('Enter');
      await answered(page, 1);
      await page.keyboard.press('ArrowUp');
      await expect.poll(() => input().inputValue()).toContain('中文');
    });

    it('has nothing that axe-core finds serious, in any of its screens', async () => {
      const axe = new AxeCheck(page);
      expect(await axe.seriousProblems()).toEqual([]);
      await ask(page, 'a rich answer');
      await answered(page, 1);
      expect(await axe.seriousProblems()).toEqual([]);
      await openHistory();
      expect(await axe.seriousProblems()).toEqual([]);
      await page.locator('.answer a.link').waitFor();
      if (width < 900) await page.keyboard.press('Escape');
      await page.locator('.model-button').click();
      await page.locator('.model').first().waitFor();
      expect(await axe.seriousProblems()).toEqual([]);
    });
  },
);
