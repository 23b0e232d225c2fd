import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { screenshot } from './chromiumBrowser.ts';
import { beginning, notify, type StubWindow } from './ideStub.ts';
import { drawEveryLook } from './looks.ts';
import { richAnswer } from './samples.ts';
import { describeInBrowser, eachIdePage, openInIde } from './setUp.ts';

const ids = {
  conversationId: '6f1c9f0e-5d0b-4c55-9a5e-0d9a6a1f6d10',
  turnId: '00000000-0000-4000-8000-000000000001',
};
const selection = {
  kind: 'selection',
  uri: 'file:///project/src/Reader.kt',
  range: { start: { line: 3, character: 0 }, end: { line: 3, character: 9 } },
  text: 'val a = 1',
  version: 4,
};

describeInBrowser('the page in an IDE', () => {
  let page: Page;

  eachIdePage({ width: 420, height: 760 }, (scene) => {
    ({ page } = scene);
    return openInIde(scene, beginning);
  });

  beforeEach(() => page.locator('.model-button').getByText('fake:latest').waitFor());

  const posted = (method: string) =>
    page.evaluate(
      (wanted) =>
        (window as unknown as StubWindow).posted.filter((message) => message.method === wanted),
      method,
    );
  const theme = (values: object) =>
    page.evaluate((given) => (window as unknown as StubWindow).condenserTheme(given), values);
  const style = (name: 'backgroundColor' | 'fontSize') =>
    page.evaluate((wanted) => {
      const { backgroundColor, fontSize } = getComputedStyle(document.body);
      return wanted === 'fontSize' ? fontSize : backgroundColor;
    }, name);

  async function answer(text: string, context: readonly object[] = []): Promise<void> {
    await notify(page, 'ide/ask', [{ text: 'Shorter?', context, send: true }]);
    await page.locator('.turn.pending').waitFor();
    const [sent] = await posted('chat/send');
    const { clientTurnId } = (sent?.params ?? {}) as { clientTurnId?: string };
    const turn = { ...ids, clientTurnId };
    await notify(page, 'chat/event', [
      {
        ...{ ...turn, kind: 'started', text: 'Shorter?', parentTurnId: null },
        ...{ createdAt: '2026-01-01T00:00:00.000Z', strategy: 'history' },
      },
      { ...turn, kind: 'delta', text, offset: 0 },
      { ...turn, kind: 'finished', stopReason: 'complete', answerLength: text.length },
    ]);
    await page.locator('.turn-footer').waitFor();
  }

  it('follows the theme of its host live: colours, darkness, contrast, zoom, language', async () => {
    await answer(richAnswer);
    await theme({ variables: { '--background': '#102030' }, dark: true, highContrast: false });
    expect(await style('backgroundColor')).toBe('rgb(16, 32, 48)');
    await screenshot(page, 'ide-dark');
    await theme({
      ...{ variables: { '--background': '#ffffff' }, dark: false, highContrast: true },
      ...{ zoom: 1.5, locale: 'zh-CN' },
    });
    expect(await style('backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await style('fontSize')).toBe('19.5px');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await screenshot(page, 'ide-high-contrast-zoomed-zh');
  });

  it('puts the prompt of an editor action into the input, and marks a selection that has changed since', async () => {
    await notify(page, 'ide/ask', [
      { text: '', prompt: 'explain', context: [selection], send: false },
    ]);
    await page.locator('.composer .chip').getByText('Reader.kt:4').waitFor();
    expect(await page.locator('.composer > textarea').inputValue()).toBe('Explain this code.');
    expect(await page.locator('.composer .chip.stale').count()).toBe(0);
    await notify(page, 'ide/documentChanged', [{ uri: selection.uri, version: 5 }]);
    await page.locator('.composer .chip.stale').waitFor();
    await drawEveryLook(page, 'ide-stale-selection');
    expect(await posted('chat/send')).toEqual([]);
  });

  it('keeps the draft when the editor sends a question', async () => {
    const input = page.locator('.composer > textarea');
    await input.fill('Not ready');
    await answer('Yes.');
    await page.getByRole('button', { name: 'New conversation' }).click();
    await expect.poll(() => input.inputValue()).toBe('Not ready');
    expect(await posted('chat/send')).toMatchObject([{ params: { text: 'Shorter?' } }]);
  });

  it('replaces the attached selection, and sends its expected text', async () => {
    await answer('```kotlin\nval b = 2\n```', [selection]);
    await page.locator('[data-code-action=replace]').click();
    const [asked] = await posted('ide/replaceSelection');
    expect(asked?.params).toEqual({
      uri: selection.uri,
      range: selection.range,
      expectedText: selection.text,
      text: 'val b = 2',
    });
    await page.locator('[data-code-action=diff]').click();
    expect(await posted('ide/diff')).toHaveLength(1);
    await page.locator('[data-code-action=insert]').click();
    expect((await posted('ide/insert'))[0]?.params).toEqual({ text: 'val b = 2\n' });
    await drawEveryLook(page, 'ide-code-actions');
  });

  it('folds a long block, and lets a wide one scroll', async () => {
    const lines = Array.from({ length: 80 }, (_, n) => `const line${n} = '${'x'.repeat(120)}';\n`);
    await answer(`\`\`\`ts\n${lines.join('')}\`\`\``);
    const height = () => page.locator('.code-block').evaluate(({ clientHeight }) => clientHeight);
    const folded = await height();
    await drawEveryLook(page, 'ide-long-block');
    await page.locator('[data-code-action=fold]').click();
    expect(await height()).toBeGreaterThan(2 * folded);
    const wide = await page
      .locator('.code-block pre')
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
    expect(wide).toBe(true);
  });

  it('returns to the editor on Escape, when there is nothing to close and nothing to stop', async () => {
    await page.locator('.model-button').click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await posted('ide/focusEditor')).toEqual([]);

    await page.keyboard.press('Escape');
    await expect.poll(() => posted('ide/focusEditor')).toHaveLength(1);
  });

  it('follows the answer only while it is scrolled to the end', async () => {
    await answer('a paragraph\n\n'.repeat(60));
    const scroller = page.locator('.scroller');
    const fromEnd = () =>
      scroller.evaluate(
        ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight,
      );
    expect(await fromEnd()).toBeLessThan(2);
    await scroller.evaluate((element) => element.scrollTo(0, 100));
    await page.locator('.to-end').waitFor();
    await notify(page, 'chat/event', [
      {
        ...{ ...ids, turnId: '00000000-0000-4000-8000-000000000002', clientTurnId: ids.turnId },
        ...{ kind: 'started', text: 'More?', parentTurnId: ids.turnId, strategy: 'history' },
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    ]);
    await expect.poll(() => page.locator('.turn').count()).toBe(2);
    expect(await scroller.evaluate(({ scrollTop }) => scrollTop)).toBe(100);
    await page.locator('.to-end').click();
    await expect.poll(fromEnd).toBeLessThan(2);
  });

  it('announces the end of an answer, and marks the title of a hidden page', async () => {
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { get: () => true });
    });
    await answer('done');
    await expect.poll(() => page.title()).toBe('● Answer ready');
    expect(await page.locator('[aria-live=polite].visually-hidden').textContent()).toBe(
      'The answer is complete.',
    );
  });
});
