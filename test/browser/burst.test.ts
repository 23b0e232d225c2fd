import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { beginning, notify, type StubWindow } from './ideStub.ts';
import { describeInBrowser, eachIdePage, type IdePage, openInIde } from './setUp.ts';

const conversationId = '6f1c9f0e-5d0b-4c55-9a5e-0d9a6a1f6d10';
const turnId = '00000000-0000-4000-8000-000000000001';
const clientTurnId = '00000000-0000-4000-9000-000000000001';

/** [the burst, its text, the elements that it ends up as] */
const bursts: readonly (readonly [name: string, text: string, selector: string, count: number])[] =
  [
    ['a table of 20,000 rows', `|a|b|\n|-|-|\n${'|c|d|\n'.repeat(20_000)}`, 'tbody tr', 20_000],
    ['12,000 rules', '---\n'.repeat(12_000), 'hr', 12_000],
    ['6,250 heads of tables', '|a|\n|-|\n'.repeat(6_250), 'tbody tr', 12_498],
    ['a list of 20,000 items', '- a\n'.repeat(20_000), 'li', 20_000],
    ['10,000 headings', '# a\n'.repeat(10_000), 'h3', 10_000],
    ['10,000 paragraphs', 'a\n\n'.repeat(10_000), 'p', 10_000],
    ['1,000 fences', '```ts\nlet a = 1;\n```\n'.repeat(1_000), '.code-block', 1_000],
  ];

describeInBrowser('an answer that comes at once', () => {
  let scene: IdePage;
  let page: Page;

  eachIdePage(undefined, (made) => {
    scene = made;
    ({ page } = made);
  });

  it.each(bursts)('is drawn over many frames, all of it: %s', async (_, text, selector, count) => {
    await open({});
    await begin(page);
    await notify(page, 'chat/event', eventsOf(text));
    await page.locator('.answer[aria-busy=true]').waitFor({ state: 'attached' });
    // Typing still works meanwhile.
    await page.locator('.composer > textarea').fill('still here');
    expect(await page.locator('.composer > textarea').inputValue()).toBe('still here');
    await expect.poll(() => drawn(page), { timeout: 110_000 }).toBe(true);
    expect(await page.locator(`.answer ${selector}`).count()).toBe(count);
    expect(await busyFrames(page)).toBeGreaterThan(8);
  });

  it('is drawn over many frames also where a conversation is opened that holds it', async () => {
    await open({
      'conversation/list': { conversations: [summary] },
      'conversation/get': storedConversation(bursts[0]?.[1] ?? ''),
    });
    await expect.poll(() => drawn(page), { timeout: 110_000 }).toBe(true);
    expect(await busyFrames(page)).toBeGreaterThan(8);
    expect(await page.locator('.answer tbody tr').count()).toBe(20_000);
  });

  async function open(results: Readonly<Record<string, unknown>>): Promise<void> {
    await page.addInitScript(countBusyFrames);
    await page.addInitScript(slowClock);
    await openInIde(scene, { ...beginning, ...results });
    await page.locator('.model-button').getByText('fake:latest').waitFor();
  }
});

const summary = {
  conversationId,
  title: 'A long table',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  turnCount: 1,
  running: false,
};

function storedConversation(answer: string) {
  const turn = {
    ...{ turnId, clientTurnId, parentTurnId: null, createdAt: summary.createdAt, text: 'x' },
    ...{ context: [], strategy: 'history', answer, thinking: '', notices: [] },
    stopReason: 'complete',
  };
  return { conversation: summary, turns: [turn] };
}

interface Counted {
  busyFrames: number;
  isDrawn: boolean;
}

/**
 * Each look at the clock takes 2 ms, so that a quick machine needs as many frames as a slow one.
 * Runs in the page.
 */
function slowClock(): void {
  const now = performance.now.bind(performance);
  let looks = 0;
  performance.now = () => now() + 2 * ++looks;
}

/** Counts the frames in which an answer is being drawn. Runs in the page. */
function countBusyFrames(): void {
  const counted = window as unknown as Counted;
  counted.busyFrames = 0;
  counted.isDrawn = false;
  document.addEventListener('answerdrawn', () => {
    counted.isDrawn = true;
  });
  const look = () => {
    if (document.querySelector('.answer[aria-busy=true]')) counted.busyFrames += 1;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function busyFrames(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Counted).busyFrames);
}

function drawn(page: Page): Promise<boolean> {
  return page.evaluate(() => (window as unknown as Counted).isDrawn);
}

function eventsOf(text: string): object[] {
  const ids = { conversationId, turnId, clientTurnId };
  const started = { kind: 'started', createdAt: summary.createdAt, text: 'x' };
  return [
    { ...ids, ...started, strategy: 'history', parentTurnId: null },
    { ...ids, kind: 'delta', text, offset: 0 },
    { ...ids, kind: 'finished', stopReason: 'complete', answerLength: text.length },
  ];
}

/** Asks in the page, so that the conversation is the one that is shown. */
async function begin(page: Page): Promise<void> {
  await page.evaluate((id) => {
    crypto.randomUUID = () => id as ReturnType<typeof crypto.randomUUID>;
  }, clientTurnId);
  await page.locator('.composer > textarea').fill('x');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() =>
    (window as unknown as StubWindow).posted.some(({ method }) => method === 'chat/send'),
  );
}
