import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { beginning, notify, postedMethods, type StubWindow } from '../ideStub.ts';
import { describeInBrowser, eachIdePage, openInIde } from '../setUp.ts';
import { monsters, payloads } from './payloads.ts';

const conversationId = '6f1c9f0e-5d0b-4c55-9a5e-0d9a6a1f6d10';
const GROUP = 20;
const groups = Array.from({ length: Math.ceil(payloads.length / GROUP) }, (_, index) =>
  payloads.slice(index * GROUP, (index + 1) * GROUP),
);

/** Everything in an answer that only a payload could have put there. */
const FOREIGN = [
  ...['script', 'img', 'svg', 'math', 'iframe', 'object', 'embed', 'video', 'audio', 'style'],
  ...['link', 'meta', 'base', 'form', 'input', 'template', 'portal', '[style]', '[href]', '[src]'],
  ...['[id]', '[onclick]', '[onload]', '[onerror]', '[onfocus]', '[onmouseover]', '[ping]'],
]
  .map((selector) => `.answer ${selector}`)
  .join(', ');

describeInBrowser('hostile output of a model', () => {
  let page: Page;
  let requests: string[];

  eachIdePage(undefined, (scene) => {
    ({ page } = scene);
    return openInIde(scene, beginning);
  });

  beforeEach(async () => {
    await page.locator('.model-button').getByText('fake:latest').waitFor();
    requests = [];
    page.on('request', (request) => requests.push(request.url()));
  });

  it('has more than three hundred of them', () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(300);
  });

  it.each(groups.map((group, index) => [index, group] as const))(
    'does nothing, group %i',
    async (_, group) => {
      for (const [index, payload] of group.entries()) await showTurn(page, index, payload, 3);
      await expectHarmless(group.length);
    },
  );

  it.each(Object.entries(monsters))('stays usable with %s', async (_, make) => {
    await showTurn(page, 0, make(), 200_000);
    await expectHarmless(1);
  });

  it('sends an ide/* request for a click of the user and for none of a script', async () => {
    await showTurn(page, 0, '```kotlin ../../src/Evil.kt\nfun main() {}\n```', 5);
    const newFile = page.locator('[data-code-action=newFile]');
    await newFile.evaluate((button: HTMLElement) => button.click());
    await newFile.dispatchEvent('click');
    expect(await ideMethods(page)).toEqual([]);
    await newFile.click();
    expect(await ideMethods(page)).toEqual(['ide/newFile']);
    const asked = await page.evaluate(() => (window as unknown as StubWindow).posted.at(-1));
    expect(asked?.params).toEqual({
      text: 'fun main() {}\n',
      suggestedName: 'Evil.kt',
      languageId: 'kotlin',
    });
  });

  it('shows the address of a link before it is opened', async () => {
    await showTurn(page, 0, '[https://bank.example](https://evil.example/path)', 7);
    await page.locator('.answer a.link').click();
    await page.locator('dialog .address').getByText('https://evil.example/path').waitFor();
    expect(await ideMethods(page)).toEqual([]);
    await page.locator('dialog .button.primary').click();
    expect(await ideMethods(page)).toEqual(['ide/openExternal']);
  });

  async function expectHarmless(answers: number): Promise<void> {
    expect(await page.locator('.turn-footer').count()).toBe(answers);
    expect(await page.evaluate(() => (window as unknown as StubWindow).fired)).toBe(0);
    expect(await page.locator(FOREIGN).count()).toBe(0);
    expect(await ideMethods(page)).toEqual([]);
    expect(requests).toEqual([]);
    // Typing still works.
    await page.locator('.composer > textarea').fill('still here');
    expect(await page.locator('.composer > textarea').inputValue()).toBe('still here');
    expect(await page.locator('button[type=submit]').isEnabled()).toBe(true);
  }
});

/** The `ide/*` requests of the page, beside the one that it begins with. */
async function ideMethods(page: Page): Promise<string[]> {
  const methods = await postedMethods(page);
  return methods.filter((method) => method.startsWith('ide/') && method !== 'ide/capabilities');
}

/** Streams an answer into the page as the sidecar would, in pieces of this length. */
async function showTurn(page: Page, index: number, answer: string, piece: number): Promise<void> {
  const ids = {
    conversationId,
    turnId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    clientTurnId: `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
  };
  const pieces = answer.match(new RegExp(`[^]{1,${piece}}`, 'g')) ?? [];
  const started = {
    ...{ kind: 'started', createdAt: '2026-01-01T00:00:00.000Z', text: 'x' },
    ...{ strategy: 'history', parentTurnId: parentOf(index) },
  };
  let offset = 0;
  const deltas = pieces.map((text) => {
    const delta = { kind: 'delta', text, offset };
    offset += text.length;
    return delta;
  });
  const finished = { kind: 'finished', stopReason: 'complete', answerLength: answer.length };
  if (index === 0) await begin(page, ids.clientTurnId);
  const events = [started, ...deltas, finished].map((event) => ({ ...ids, ...event }));
  await notify(page, 'chat/event', events);
  await page.locator('.turn-footer').nth(index).waitFor({ timeout: 30_000 });
}

function parentOf(index: number): string | null {
  return index === 0 ? null : `00000000-0000-4000-8000-${String(index - 1).padStart(12, '0')}`;
}

/** Asks in the page, so that the conversation is the one that is shown. */
async function begin(page: Page, clientTurnId: string): Promise<void> {
  await page.evaluate((id) => {
    crypto.randomUUID = () => id as ReturnType<typeof crypto.randomUUID>;
  }, clientTurnId);
  await page.locator('.composer > textarea').fill('x');
  await page.keyboard.press('Enter');
}
