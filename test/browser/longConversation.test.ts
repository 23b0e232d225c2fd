import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { conversationOf, openStore, vocabulary } from '../bench/storeScene.ts';
import { describeInBrowser, inBrowser, NO_SERVER } from './setUp.ts';
import { WebProcess } from './webProcess.ts';

const TURNS = 150;

describeInBrowser('a long conversation', () => {
  let home: string;
  let browser: Browser;
  let web: WebProcess;
  let page: Page;

  inBrowser((started) => {
    browser = started;
  });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'condenser-long-'));
    const data = join(home, 'data', 'condenser');
    mkdirSync(data, { recursive: true });
    // That function leaves the last turn out.
    await conversationOf(openStore(data), TURNS + 1, vocabulary());
    web = await WebProcess.start({ host: NO_SERVER, home });
    page = await browser.newPage({ viewport: { width: 420, height: 700 } });
    await page.goto(web.link);
    await page.locator('.turn').last().waitFor();
  });

  afterAll(async () => {
    await web.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const count = () => page.locator('.turn').count();

  it('opens with its last turns, at its end', async () => {
    expect(await count()).toBeLessThan(TURNS);
    await expect.poll(() => page.locator('.scroller').evaluate(distanceFromEnd)).toBeLessThan(32);
  });

  it('loads earlier turns when they are about to scroll into view, and keeps the scroll position', async () => {
    const before = await count();
    const first = page.locator('.turn').first();
    const id = await first.getAttribute('data-turn');
    await first.evaluate((turn) => turn.scrollIntoView());
    const seen = page.locator(`.turn[data-turn="${id}"]`);
    await expect.poll(count).toBeGreaterThan(before);
    await expect(seen.evaluate((turn) => turn.getBoundingClientRect().top)).resolves.toSatisfy(
      (top: number) => Math.abs(top) < 300,
    );
  });

  it('is there to its very first turn', async () => {
    await expect
      .poll(async () => {
        await page
          .locator('.turn')
          .first()
          .evaluate((turn) => turn.scrollIntoView());
        return count();
      })
      .toBe(TURNS);
    expect(await page.locator('.earlier').count()).toBe(0);
  });
});

function distanceFromEnd(scroller: Element): number {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
}
