import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { AxeCheck } from './axe.ts';
import { answered, ask, screenshot } from './chromiumBrowser.ts';
import { type Look, looks, openAt } from './looks.ts';
import { describeInBrowser, eachServer } from './setUp.ts';
import type { WebProcess } from './webProcess.ts';

const TURNS = 130;
const answer = ['A **heap** keeps ', 'its largest first.\n\n', '```js\nconst Heap = 1;\n```\n'];

describeInBrowser('finding in a conversation', () => {
  let browser: Browser;
  let web: WebProcess;
  let page: Page;

  eachServer(
    {
      fake: {
        replies: [{ tokens: answer }],
        otherwise: { tokens: ['Lines.\n\n'.repeat(40)] },
      },
    },
    (scene) => {
      ({ browser, web } = scene);
    },
  );

  async function open(look: Look = looks[2]): Promise<void> {
    page = await openAt(browser, web.link, look);
    for (const [at, question] of ['What is a HEAP?', 'Lines, please.', 'More!'].entries()) {
      await ask(page, question);
      await answered(page, at + 1);
    }
  }

  const count = () => page.locator('.find-count').textContent();
  /** The words that are marked now, and whether they are in sight. */
  const now = () =>
    page.evaluate(() => {
      const [range] = CSS.highlights.get('found-now') ?? [];
      const { top = -1 } = range instanceof Range ? range.getBoundingClientRect() : {};
      return { text: String(range), inSight: top > 0 && top < innerHeight };
    });

  it('steps through questions, answers and code, and wraps around', async () => {
    await open();
    await page.keyboard.press('Control+f');
    await page.locator('.find-bar input').fill('heap');
    await expect.poll(count).toBe('1 / 3');
    await expect.poll(now).toEqual({ text: 'HEAP', inSight: true });
    await page.keyboard.press('Enter');
    await expect.poll(now).toEqual({ text: 'heap', inSight: true });
    await page.keyboard.press('Enter');
    await expect.poll(now).toEqual({ text: 'Heap', inSight: true });
    await page.keyboard.press('Enter');
    await expect.poll(count).toBe('1 / 3');
    await page.keyboard.press('Shift+Enter');
    await expect.poll(count).toBe('3 / 3');
    // Words that are set differently are one text; words on buttons are none.
    await page.locator('.find-bar input').fill('heap keeps its');
    await expect.poll(count).toBe('1 / 1');
    await page.locator('.find-bar input').fill('copy');
    await expect.poll(count).toBe('0 / 0');
    await page.keyboard.press('Escape');
    await page.locator('.find-bar').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
  });

  it('finds text in turns that were not loaded yet', async () => {
    page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(web.link);
    await page.locator('.model-button').getByText('fake').waitFor();
    await page
      .locator('input[type=file][accept*=json]')
      .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: longConversation() });
    await page.locator('.history-open').click();
    await page.locator('.turn').nth(59).waitFor();
    expect(await page.getByText('Question 0').count()).toBe(0);

    await page.keyboard.press('Control+f');
    await page.locator('.find-bar input').fill('needle');
    await expect.poll(count).toBe('1 / 1');
    await expect.poll(now).toEqual({ text: 'needle', inSight: true });
  });

  it('jumps from question to question with keys', async () => {
    await open();
    const top = () =>
      page.evaluate(() => {
        const { top } = document.querySelector('.scroller')?.getBoundingClientRect() ?? {};
        const first = [...document.querySelectorAll('.turn')].find(
          (turn) => turn.getBoundingClientRect().top >= (top ?? 0),
        );
        return first?.querySelector('.question-text')?.textContent;
      });
    await page.locator('.composer > textarea').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(top).toBe('More!');
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(top).toBe('Lines, please.');
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(top).toBe('What is a HEAP?');
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(top).toBe('Lines, please.');
    // It is no question that was called back.
    expect(await page.locator('.composer > textarea').inputValue()).toBe('');
  });

  it.each(looks)('can be read at $width px, $theme, $locale', async (look) => {
    await open(look);
    await page.keyboard.press('Control+f');
    await page.locator('.find-bar input').fill('heap');
    await expect.poll(count).toBe('1 / 3');
    await page.keyboard.press('Enter');
    await expect.poll(now).toEqual({ text: 'heap', inSight: true });
    await screenshot(page, `find-${look.width}-${look.theme}-${look.locale}`);
    expect(await new AxeCheck(page).seriousProblems()).toEqual([]);
  });
});

/** More turns than a page reads at once; the word that is looked for stands in the first answer. */
function longConversation(): Buffer {
  const createdAt = '2026-03-01T10:12:00.000Z';
  const ids = Array.from({ length: TURNS }, () => crypto.randomUUID());
  const turns = ids.map((turnId, at) => ({
    ...{ turnId, clientTurnId: crypto.randomUUID(), parentTurnId: ids[at - 1] ?? null, createdAt },
    ...{ text: `Question ${at}`, context: [], strategy: 'history', thinking: '', notices: [] },
    answer: at === 0 ? 'Here is a needle.' : 'Hay.',
    stopReason: 'complete',
  }));
  const conversation = { title: 'Long', titleSource: 'person', createdAt, turns };
  return Buffer.from(
    JSON.stringify({
      ...{ format: 'condenser-conversations', version: 1 },
      conversations: [{ conversationId: crypto.randomUUID(), ...conversation }],
    }),
  );
}
