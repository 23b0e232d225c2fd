import type { CallUsage } from '@condenser/protocol';
import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { countPromptTokens } from '../fakes/ollama/shapes.ts';
import { AxeCheck } from './axe.ts';
import { answered, ask, screenshot } from './chromiumBrowser.ts';
import { type Look, looks, openAt } from './looks.ts';
import { describeInBrowser, eachServer } from './setUp.ts';
import type { WebProcess } from './webProcess.ts';

const rewrite = 'Is a merge sort stable?';

describeInBrowser('the inspector of a turn', () => {
  let browser: Browser;
  let fake: FakeOllama;
  let web: WebProcess;
  let page: Page;

  eachServer(
    {
      fake: {
        replies: [
          { tokens: ['It ', 'sorts ', 'halves.'] },
          { tokens: [rewrite] },
          { thinking: ['Hm.'], tokens: ['Yes, ', 'it is.'] },
        ],
        // No rewrite has two lines.
        otherwise: { tokens: ['It is.\n', 'Very much.'] },
      },
    },
    (scene) => {
      ({ browser, fake, web } = scene);
    },
  );

  async function open(look: Look): Promise<void> {
    page = await openAt(browser, web.link, look, ['clipboard-read', 'clipboard-write']);
    await ask(page, 'What is a merge sort?');
    await answered(page, 1);
    await ask(page, 'And is it stable?');
    await answered(page, 2);
    await page.locator('.turn-footer .inspect-turn').last().click();
    await page.locator('.call').nth(1).waitFor();
  }

  const figure = (call: number, name: string) =>
    page.locator('.call').nth(call).locator(`[data-figure=${name}] dd`).textContent();
  const part = async (call: number, name: string) =>
    (await page.locator('.call').nth(call).locator(`.${name} > pre`).textContent()) ?? '';

  it('shows the requests and figures of Ollama', async () => {
    await open(looks[2]);

    const seen = fake.chats.slice(1);
    expect(await page.locator('.call').count()).toBe(seen.length);
    for (const [at, { body }] of seen.entries()) {
      const request = `POST ${fake.url}/api/chat\n\n${JSON.stringify(body, null, 2)}`;
      expect(await part(at, 'request')).toBe(request);
      const prompt = countPromptTokens(body.messages ?? []);
      const said = saidFigures(prompt, at === 0 ? 1 : 3);
      expect(await figure(at, 'promptTokens')).toBe(String(said.promptTokens));
      expect(await figure(at, 'answerTokens')).toBe(String(said.answerTokens));
      expect(await figure(at, 'load')).toBe(`${said.loadDuration} ms`);
      expect(await figure(at, 'prompt')).toBe(`${said.promptEvalDuration} ms`);
      expect(await figure(at, 'eval')).toBe(`${said.evalDuration} ms`);
      expect(await figure(at, 'total')).toBe(`${said.totalDuration} ms`);
    }
    expect(await part(0, 'answer')).toBe(rewrite);
    expect(await part(1, 'thinking')).toBe('Hm.');
    expect(await part(1, 'answer')).toBe('Yes, it is.');
    // What it shares with the call before it, counted here from what the fake saw.
    for (const at of [1, 2]) {
      const before = fake.chats[at - 1]?.body.messages ?? [];
      const messages = fake.chats[at]?.body.messages ?? [];
      const same = messages.findIndex(({ content }, index) => content !== before[index]?.content);
      const characters = (part: typeof messages) =>
        part.reduce((sum, { content }) => sum + content.length, 0);
      expect(await figure(at - 1, 'prefix')).toBe(
        `${same} of ${messages.length} messages, ` +
          `${characters(messages.slice(0, same))} of ${characters(messages)} characters`,
      );
    }
  });

  it.each([
    {
      look: looks[2],
      dropped: 'more than one line',
      stopped: '3 rewrites in a row by fake:latest',
    },
    { look: looks[3], dropped: '改写不止一行', stopped: 'fake:latest 连续 3 次' },
  ] as const)(
    'says why rewrites were refused, and once that none is asked for any more ($look.locale)',
    async ({ look, dropped, stopped }) => {
      page = await openAt(browser, web.link, look);
      await ask(page, 'What is a merge sort?');
      await answered(page, 1);
      for (const turn of [2, 3, 4, 5, 6]) {
        await ask(page, 'And is it stable?');
        await answered(page, turn);
      }
      const notice = (code: string) => page.locator(`.panel .notice[data-code=${code}]`);
      const inspect = async (turn: number) => {
        await page.locator('.turn-footer .inspect-turn').nth(turn).click();
        await page.locator('.call').first().waitFor();
      };

      expect(await page.locator('.turn .notice[data-code=condenseStopped]').count()).toBe(0);
      await inspect(4);
      expect(await notice('rewriteDropped').textContent()).toContain(dropped);
      expect(await notice('condenseStopped').textContent()).toContain(stopped);
      await page.keyboard.press('Escape');
      await inspect(3);
      expect(await notice('rewriteDropped').textContent()).toContain(dropped);
      expect(await notice('condenseStopped').count()).toBe(0);
      await page.keyboard.press('Escape');
      await inspect(5);
      expect(await notice('condenseStopped').count()).toBe(0);
      expect(await page.locator('.call[data-purpose=condense]').count()).toBe(0);
    },
  );

  it('copies a call as a curl command', async () => {
    await open(looks[2]);

    await page.locator('.copy-curl').last().click();
    await page.locator('.toast').waitFor();

    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`${fake.url}/api/chat`);
    expect(copied).toContain(JSON.stringify(fake.chats[2]?.body).slice(0, 40));
  });

  it.each(looks)('can be read at $width px, $theme, $locale', async (look) => {
    await open(look);
    await page.locator('.call-part.request > summary').first().click();
    await screenshot(page, `inspector-${look.width}-${look.theme}-${look.locale}`);
    expect(await new AxeCheck(page).seriousProblems()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.call').first().waitFor({ state: 'detached' });
  });
});

/** What the fake says of every call: see the durations in its shapes. */
function saidFigures(promptTokens: number, answerTokens: number): CallUsage {
  const [load, prompt, written] = [40, promptTokens, answerTokens * 10];
  return {
    promptTokens,
    answerTokens,
    loadDuration: load,
    promptEvalDuration: prompt,
    evalDuration: written,
    totalDuration: load + prompt + written,
  };
}
