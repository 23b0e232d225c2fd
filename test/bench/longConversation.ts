import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { answered, ask, startChromium } from '../browser/chromiumBrowser.ts';
import { WebProcess } from '../browser/webProcess.ts';
import { chromium } from '../provision/chromium.ts';
import { startFakeProcess } from './fakeProcess.ts';
import { percentile95 } from './statistics.ts';
import { conversationOf, inFolder, openStore, vocabulary } from './storeScene.ts';

const FEW = 10;
const MANY = 500;
const TOKENS = 100_000;

/** A very long conversation in the page. */
export interface LongConversationFigures {
  readonly turns: readonly [few: number, many: number];
  readonly few: OpenFigures;
  readonly many: OpenFigures;
  /** The heap of the page in megabytes, before and after an answer of 100,000 tokens. */
  readonly answer: { readonly tokens: number; beforeMegabytes: number; afterMegabytes: number };
}

interface OpenFigures {
  /** The script time in milliseconds until the last turn is visible. */
  readonly openScriptMs: number;
  /** The script time in milliseconds for scrolling from the end to the first turn. */
  readonly scrollScriptMs: number;
  /** The frame interval while scrolling, at the 95th percentile. */
  readonly scrollFrameP95Ms: number;
}

/** Opens and scrolls 10 and 500 turns, and streams a very long answer; undefined without a browser. */
export async function measureLongConversation(): Promise<LongConversationFigures | undefined> {
  const executable = await chromium.locate();
  if (executable === undefined) return undefined;
  const browser = await startChromium(executable);
  try {
    return {
      turns: [FEW, MANY],
      few: await measureOpening(browser, FEW),
      many: await measureOpening(browser, MANY),
      answer: await measureAnswer(browser),
    };
  } finally {
    await browser.close();
  }
}

function measureOpening(browser: Browser, turns: number): Promise<OpenFigures> {
  return inFolder(async (home) => {
    const data = join(home, 'data', 'condenser');
    mkdirSync(data, { recursive: true });
    // That function omits the last turn.
    await conversationOf(openStore(data), turns + 1, vocabulary(), markdownAnswer);
    const web = await WebProcess.start({ host: '127.0.0.1:9', home });
    const page = await browser.newPage();
    const session = await performanceOf(page);
    await page.goto(web.link);
    await page.locator('.turn').last().locator('.answer').waitFor();
    const openScriptMs = await scriptMilliseconds(session);
    const frames = await scrollToFirst(page, turns);
    const scrollScriptMs = (await scriptMilliseconds(session)) - openScriptMs;
    await page.close();
    await web.stop();
    return { openScriptMs, scrollScriptMs, scrollFrameP95Ms: percentile95(frames) };
  });
}

/** Scrolls one wheel step per frame. @returns the frame intervals in milliseconds. */
function scrollToFirst(page: Page, turns: number): Promise<number[]> {
  return page.evaluate(async (count) => {
    const frames: number[] = [];
    const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
    const scroller = document.querySelector('.scroller');
    for (let before = await nextFrame(); scroller; ) {
      const all = document.querySelectorAll('.turn').length === count;
      if (all && scroller.scrollTop === 0) break;
      scroller.scrollBy(0, -120);
      if (scroller.scrollTop === 0) document.querySelector<HTMLElement>('.earlier')?.click();
      const now = await nextFrame();
      frames.push(now - before);
      before = now;
    }
    return frames;
  }, turns);
}

async function measureAnswer(browser: Browser): Promise<LongConversationFigures['answer']> {
  const tokens = Array.from({ length: TOKENS }, (_, index) => ` word${index % 97}`);
  const fake = await startFakeProcess({
    models: [{ name: 'fake:latest', trainedContext: 262_144, numCtx: 131_072 }],
    otherwise: { tokens },
  });
  const web = await WebProcess.start({ host: fake.url });
  const page = await browser.newPage();
  const session = await performanceOf(page);
  await page.goto(web.link);
  await page.locator('.model-button').getByText('fake:latest').waitFor();
  const beforeMegabytes = await heapMegabytes(session);
  await ask(page, 'go');
  await answered(page, 1);
  const afterMegabytes = await heapMegabytes(session);
  await page.close();
  await web.stop();
  await fake.stop();
  return { tokens: TOKENS, beforeMegabytes, afterMegabytes };
}

async function performanceOf(page: Page): Promise<CDPSession> {
  // Functions compiled by tsx use a helper that does not exist in the page.
  await page.addInitScript('globalThis.__name ??= (named) => named');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return session;
}

async function scriptMilliseconds(session: CDPSession): Promise<number> {
  return (await metric(session, 'ScriptDuration')) * 1000;
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await metric(session, 'JSHeapUsedSize')) / 1_000_000;
}

async function metric(session: CDPSession, wanted: string): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const found = metrics.find(({ name }) => name === wanted);
  if (!found) throw new Error(`Chromium does not tell ${wanted}`);
  return found.value;
}

/** A typical answer: prose, a list, code. */
function markdownAnswer(words: () => string): string {
  const some = (count: number) => Array.from({ length: count }, words).join(' ');
  const code = Array.from({ length: 8 }, () => `const ${words()} = ${words()}(1);`).join('\n');
  return `${some(40)}\n\n- ${some(6)}\n- ${some(6)}\n\n\`\`\`ts\n${code}\n\`\`\`\n\n${some(30)}`;
}
