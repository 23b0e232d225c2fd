import type { Browser, Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import type { FakeScript } from '../fakes/ollama/script.ts';
import { countPromptTokens } from '../fakes/ollama/shapes.ts';
import { answered, ask, screenshot } from './chromiumBrowser.ts';
import { type Look, looks, openAt } from './looks.ts';
import { describeInBrowser, inBrowser } from './setUp.ts';
import { WebProcess } from './webProcess.ts';

const [narrow, , wide] = looks;

describeInBrowser('the meters', () => {
  let browser: Browser;
  let fake: FakeOllama;
  let page: Page;

  inBrowser((started) => {
    browser = started;
  });

  async function open(script: FakeScript, look: Look = wide): Promise<void> {
    fake = await startFakeOllama(script);
    onTestFinished(() => fake.stop());
    const web = await WebProcess.start({ host: fake.url, args: ['--model', 'fake'] });
    onTestFinished(() => web.stop());
    page = await openAt(browser, web.link, look);
    onTestFinished(() => page.context().close());
    await page.locator('.model-button').getByText('fake').waitFor();
  }

  const figure = (name: string) =>
    page.locator('.turn-footer').last().locator(`.figures .${name}`).textContent();

  it('agree with the figures of Ollama', async () => {
    await open({
      replies: [
        { tokens: ['One ', 'two.'] },
        { tokens: ['What is next', ' after one two?'] },
        { tokens: ['Three ', 'four ', 'five.'], promptTokens: 1500 },
      ],
    });
    await ask(page, 'What is first?');
    await answered(page, 1);
    const [first] = fake.chats;
    const prompt = countPromptTokens(first?.body.messages ?? []);
    expect(await figure('used')).toBe(`${prompt + 2} / ${first?.body.options?.num_ctx} tokens`);
    // Two tokens in 20 ms; before them 40 ms of loading, and 1 ms for each token of the prompt.
    expect(await figure('rate')).toBe('100.0 tokens/s');
    expect(await figure('first-token')).toBe(`first token after ${40 + prompt} ms`);
    expect(await page.locator('.cold').count()).toBe(0);

    await ask(page, 'And what is next?');
    await answered(page, 2);
    const condense = countPromptTokens(fake.chats[1]?.body.messages ?? []);
    const before = 40 + condense + 20 + 40 + 1500;
    expect(await figure('used')).toBe('1503 / 4096 tokens');
    expect(await figure('first-token')).toBe(`first token after ${(before / 1000).toFixed(2)} s`);
    const meter = page.getByRole('meter');
    expect(await meter.getAttribute('value')).toBe('1503');
    expect(await meter.getAttribute('max')).toBe('4096');
    expect(await meter.getAttribute('aria-label')).toBe(
      'Context: 1503 of 4096 tokens, as counted by Ollama',
    );
    expect(await page.locator('.context-share').textContent()).toBe('37 %');
  });

  it('show how many turns were dropped', async () => {
    await open({
      models: [{ name: 'fake:latest', trainedContext: 2048 }],
      otherwise: { tokens: ['A short answer.'] },
    });
    for (const at of [1, 2, 3]) {
      await ask(page, `Question ${at}: ${'many words '.repeat(at === 3 ? 40 : 400)}`);
      await answered(page, at);
    }
    const asked = fake.chats.filter(({ body }) =>
      body.messages?.at(-1)?.content.includes('Question 3'),
    );
    const sent = asked.at(-1)?.body.messages ?? [];
    const told = sent.filter(({ content }) => content.includes('Question')).length;

    expect(told).toBeLessThan(3);
    expect(await page.getByRole('meter').getAttribute('aria-label')).toContain(
      3 - told === 1 ? 'the oldest turn was dropped' : `the ${3 - told} oldest turns were dropped`,
    );
  });

  it.each(looks)('show a cold load as one, at $width px, $theme, $locale', async (look) => {
    await open({ otherwise: { tokens: ['Warm.'], loadDuration: 6_204, hold: ['headers'] } }, look);
    await ask(page, 'Are you there?');
    await fake.log.waitFor('held');
    await page.locator('.waiting').getByText('fake:latest').waitFor();
    expect(await page.locator('.waiting').textContent()).toContain('98 MB');
    await page.locator('.waiting .seconds').waitFor();
    await screenshot(page, `cold-waiting-${look.width}-${look.theme}-${look.locale}`);

    fake.release(fake.chats[0]?.request ?? 0);
    await answered(page, 1);

    expect(await figure('cold')).toMatch(/98 MB.*6\.20 s/);
    await screenshot(page, `cold-${look.width}-${look.theme}-${look.locale}`);
    // Now it is in memory.
    await ask(page, 'Still there?');
    await page.locator('.turn').nth(1).locator('.waiting').waitFor();
    expect(await page.locator('.waiting').textContent()).not.toContain('98 MB');
  });

  it('show that other answers are being written', async () => {
    await open({ otherwise: { tokens: ['Late.'], hold: ['headers'] } });
    await ask(page, 'The first one?');
    await fake.log.waitFor('held');
    await page.getByRole('button', { name: 'New conversation' }).first().click();
    await ask(page, 'The second one?');
    await page.locator('.waiting').getByText('Another answer is being written.').waitFor();
  });

  it('mark a model that runs elsewhere, also at the answer', async () => {
    await open(
      {
        models: [{ name: 'fake:latest', remoteHost: 'https://ollama.com' }],
        otherwise: { tokens: ['From afar.'] },
      },
      narrow,
    );
    await page.locator('.model-button .badge').getByText('cloud').waitFor();
    await ask(page, 'Where are you?');
    await answered(page, 1);
    await page.locator('.figures .badge').getByText('cloud').waitFor();
  });
});
