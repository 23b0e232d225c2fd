import type { BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { linesOf } from '../process/storeFiles.ts';
import { answered, ask, DraftWatch } from './chromiumBrowser.ts';
import { drawEveryLook } from './looks.ts';
import { describeInBrowser, eachPage } from './setUp.ts';
import { WebProcess } from './webProcess.ts';

const tokens = ['One ', 'two ', 'three ', 'four ', 'five.'];
const whole = 'One two three four five.';

describeInBrowser('in the middle of an answer', () => {
  let fake: FakeOllama;
  let web: WebProcess;
  let context: BrowserContext;
  let page: Page;

  eachPage(
    {
      fake: {
        replies: [{ tokens, hold: [2], match: { lastMessage: 'count' } }],
        otherwise: { tokens: ['Something else.'] },
      },
    },
    (scene) => {
      ({ fake, web, context, page } = scene);
    },
  );

  /** Asks, and waits until the answer stands still in its middle. */
  async function askAndHold(): Promise<number> {
    await page.goto(web.link);
    await ask(page, 'Please count.');
    await answerIs(page, 'One two');
    const held = await fake.log.waitFor('held');
    return held.request;
  }

  it('a reload shows the partial answer, which continues', async () => {
    const request = await askAndHold();
    await page.reload();
    await answerIs(page, 'One two');
    fake.release(request);
    await answered(page, 1);
    await answerIs(page, whole);
    expect(await page.locator('.turn').count()).toBe(1);
  });

  it('a question that is typed as soon as the input exists is sent', async () => {
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        const field = document.querySelector<HTMLTextAreaElement>('.composer > textarea');
        if (!field) return;
        observer.disconnect();
        field.value = 'Please count.';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(web.link);
    const { request } = await fake.log.waitFor('held');
    fake.release(request);
    await answered(page, 1);
    await answerIs(page, whole);
    expect(await page.locator('.turn').count()).toBe(1);
  });

  it('a cut socket is shown and reconnects, and no text is missing or repeated', async () => {
    const sockets: WebSocketRoute[] = [];
    let open = true;
    await page.routeWebSocket(/\/rpc$/, (socket) => {
      if (open) {
        sockets.push(socket);
        socket.connectToServer();
      } else void socket.close();
    });
    const request = await askAndHold();
    open = false;
    await sockets[0]?.close();
    await page.getByText('Connection lost').waitFor();
    await drawEveryLook(page, 'connection-lost');
    fake.release(request);
    await fake.log.waitFor('over', (event) => event.request === request);
    open = true;
    await answered(page, 1);
    await answerIs(page, whole);
    expect(await page.locator('.turn').count()).toBe(1);
    await ask(page, 'And then?');
    await answered(page, 2);
  });

  it('a killed sidecar loses no saved text, and the next one continues', async () => {
    await askAndHold();
    await expect.poll(() => savedAnswer(web.home)).toBe('One two ');
    const { home, port } = web;
    await web.crash();
    await page.getByText('Connection lost').waitFor();
    await answerIs(page, 'One two');
    web = await WebProcess.start({ host: fake.url, home, port });
    onTestFinished(() => web.stop());
    await page.getByText('Access denied').waitFor();
    await page.getByText('open the new link that it prints').waitFor();
    await drawEveryLook(page, 'not-let-in');
    await page.goto('about:blank');
    await page.goto(web.link);
    await answerIs(page, 'One two');
    await ask(page, 'And then?');
    await answered(page, 2);
  });

  it('two pages show the same conversation, and either may stop it', async () => {
    await askAndHold();
    const opened = context.waitForEvent('page');
    await page.locator('.menu .icon-button').click();
    await page.getByRole('menuitem', { name: 'Open another window' }).click();
    const other = await opened;
    await answerIs(other, 'One two');
    await other.keyboard.press('Escape');
    await answered(page, 1);
    await answered(other, 1);
    await page.getByText('Stopped. The partial answer is saved.').first().waitFor();
    await ask(other, 'And then?');
    await answered(page, 2);
    expect(await page.locator('.turn').count()).toBe(2);
  });

  it('a question that is not sent yet survives a reload', async () => {
    const drafts = new DraftWatch(page);
    await page.goto(web.link);
    await drafts.kept(() => page.locator('.composer > textarea').fill('Half a quest'));
    await page.reload();
    await expect.poll(() => page.locator('.composer > textarea').inputValue()).toBe('Half a quest');
  });
});

/** The text of the running answer that is on the disk. */
function savedAnswer(home: string): string {
  const deltas = linesOf(home).filter(({ type }) => type === 'delta');
  return deltas.map(({ answer }) => (answer as { text: string }).text).join('');
}

function answerIs(page: Page, text: string): Promise<void> {
  return expect
    .poll(async () => (await page.locator('.answer').first().textContent())?.trim(), {
      timeout: 20_000,
    })
    .toBe(text);
}
