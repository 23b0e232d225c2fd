import type { Browser, CDPSession, Page } from 'playwright-core';
import { startChromium } from '../browser/chromiumBrowser.ts';
import { beginning, installIdeStub, type StubWindow } from '../browser/ideStub.ts';
import { WebProcess } from '../browser/webProcess.ts';
import { chromium } from '../provision/chromium.ts';
import { percentile95 } from './statistics.ts';

/** The work of the page; without a GPU, painting depends on the machine. */
const WORK = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];
const TOKENS = 20_000;
const MEASURED = 1_000;
const CONVERSATION = '6f1c9f0e-5d0b-4c55-9a5e-0d9a6a1f6d10';
const TURN = '00000000-0000-4000-8000-000000000001';

/** The cost of a long answer in the page. */
export interface PageFigures {
  readonly tokens: number;
  /** Ten tokens per frame, like a fast model. */
  readonly paced: AnswerFigures;
  /** 500 tokens per frame, faster than any model. */
  readonly flatOut: AnswerFigures;
}

interface AnswerFigures {
  /** The script, style and layout time per frame, for the first and the last thousand tokens. */
  readonly firstFrameMs: number;
  readonly lastFrameMs: number;
  readonly ratio: number;
  /** The frame interval at the 95th percentile. */
  readonly frameP95Ms: number;
  readonly emptyPageFrameP95Ms: number;
  /** The tasks of 50 ms and more while streaming, and the 95th percentile of their durations. */
  readonly longTasks: LongTasks;
  /** The same for an idle page, over as many frames. */
  readonly emptyPageLongTasks: LongTasks;
}

interface LongTasks {
  readonly count: number;
  readonly p95Ms: number;
}

/** Streams an answer of 20,000 tokens with code and tables into the page; undefined without a browser. */
export async function measurePage(): Promise<PageFigures | undefined> {
  const executable = await chromium.locate();
  if (executable === undefined) return undefined;
  const browser = await startChromium(executable);
  const web = await WebProcess.start({ host: '127.0.0.1:9' });
  try {
    const origin = new URL(web.link).origin;
    return {
      tokens: TOKENS,
      paced: await measureAnswer(browser, origin, 10),
      flatOut: await measureAnswer(browser, origin, 500),
    };
  } finally {
    await browser.close();
    await web.stop();
  }
}

async function measureAnswer(
  browser: Browser,
  origin: string,
  tokensPerFrame: number,
): Promise<AnswerFigures> {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await installIdeStub(page, { results: beginning });
  await page.addInitScript(noteLongTasks);
  await page.goto(`${origin}/?host=ide`);
  await page.locator('.model-button').getByText('fake:latest').waitFor();
  await longTasks(page);
  const emptyPageFrameP95Ms = percentile95(await idleFrames(page));
  const emptyPageLongTasks = await longTasks(page);
  await begin(page);
  const tokens = answerTokens();
  const stream = (from: number, to: number) =>
    measured(session, () => deliver(page, tokens, from, to, tokensPerFrame));
  // A warm-up for the compilers.
  await stream(0, MEASURED);
  await longTasks(page);
  const first = await stream(MEASURED, 2 * MEASURED);
  const middle = await stream(2 * MEASURED, TOKENS - MEASURED);
  const last = await stream(TOKENS - MEASURED, TOKENS);
  const streamed = await longTasks(page);
  await page.close();
  const firstFrameMs = first.workMs / first.frames.length;
  const lastFrameMs = last.workMs / last.frames.length;
  return {
    firstFrameMs,
    lastFrameMs,
    ratio: lastFrameMs / firstFrameMs,
    frameP95Ms: percentile95([...first.frames, ...middle.frames, ...last.frames]),
    emptyPageFrameP95Ms,
    longTasks: streamed,
    emptyPageLongTasks,
  };
}

/** Makes the page record long tasks. Runs in the page. */
function noteLongTasks(): void {
  const noted: number[] = [];
  (window as unknown as { longTasks: number[] }).longTasks = noted;
  new PerformanceObserver((list) => {
    noted.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: 'longtask' });
}

/** The long tasks since the last call. */
async function longTasks(page: Page): Promise<LongTasks> {
  const lengths = await page.evaluate(() =>
    (window as unknown as { longTasks: number[] }).longTasks.splice(0),
  );
  return { count: lengths.length, p95Ms: lengths.length === 0 ? 0 : percentile95(lengths) };
}

async function measured(session: CDPSession, stream: () => Promise<number[]>) {
  const before = await workMilliseconds(session);
  const frames = await stream();
  return { frames, workMs: (await workMilliseconds(session)) - before };
}

async function workMilliseconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const counted = metrics.filter(({ name }) => WORK.includes(name));
  if (counted.length !== WORK.length) throw new Error('Chromium does not tell what it worked');
  return counted.reduce((sum, { value }) => sum + value, 0) * 1000;
}

/** Sends a question, so that the streamed turn is visible. */
async function begin(page: Page): Promise<void> {
  await page.evaluate((id) => {
    crypto.randomUUID = () => id as ReturnType<typeof crypto.randomUUID>;
  }, TURN);
  await page.locator('.composer > textarea').fill('go');
  await page.keyboard.press('Enter');
  await page.evaluate(
    ([conversationId, turnId]) => {
      const started = {
        ...{ conversationId, turnId, clientTurnId: turnId, kind: 'started', text: 'go' },
        ...{ createdAt: '2026-01-01T00:00:00.000Z', strategy: 'history', parentTurnId: null },
      };
      const message = { jsonrpc: '2.0', method: 'chat/event', params: started };
      (window as unknown as StubWindow).condenserReceive([JSON.stringify(message)]);
    },
    [CONVERSATION, TURN] as const,
  );
  await page.locator('.turn:not(.pending)').waitFor();
}

/** Sends tokens to the page in each frame. @returns the frame intervals in milliseconds. */
function deliver(
  page: Page,
  tokens: readonly string[],
  from: number,
  to: number,
  perFrame: number,
): Promise<number[]> {
  const offset = tokens.slice(0, from).join('').length;
  const given = { tokens: tokens.slice(from, to), offset, perFrame, ids: [CONVERSATION, TURN] };
  return page.evaluate(async ({ tokens: texts, offset: start, perFrame: count, ids }) => {
    const [conversationId, turnId] = ids;
    const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
    const frames: number[] = [];
    let at = start;
    let before = await nextFrame();
    for (let index = 0; index < texts.length; index += count) {
      const messages = texts.slice(index, index + count).map((text) => {
        const params = {
          conversationId,
          turnId,
          clientTurnId: turnId,
          kind: 'delta',
          text,
          offset: at,
        };
        at += text.length;
        return JSON.stringify({ jsonrpc: '2.0', method: 'chat/event', params });
      });
      (window as unknown as StubWindow).condenserReceive(messages);
      const now = await nextFrame();
      frames.push(now - before);
      before = now;
    }
    return frames;
  }, given);
}

function idleFrames(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
    const frames: number[] = [];
    for (let before = await nextFrame(); frames.length < 120; ) {
      const now = await nextFrame();
      frames.push(now - before);
      before = now;
    }
    return frames;
  });
}

/** An even mix of prose, lists, code and tables. */
function answerTokens(): string[] {
  const part = (n: number) =>
    `## Part ${n}\n\nSome **prose** about \`thing${n}\`, long enough to be a paragraph of its own.\n\n` +
    `- first point of ${n}\n- second point\n\n\`\`\`ts\n${codeLines(n)}\`\`\`\n\n| a | b |\n| - | - |\n` +
    `${'| one cell | another cell |\n'.repeat(6)}\n`;
  const tokens: string[] = [];
  for (let n = 1; tokens.length < TOKENS; n += 1)
    tokens.push(...(part(n).match(/[\s\S]{1,4}/g) ?? []));
  return tokens.slice(0, TOKENS);
}

function codeLines(n: number): string {
  return Array.from(
    { length: 12 },
    (_, line) => `const value${line} = call(${n}, ${line});\n`,
  ).join('');
}
