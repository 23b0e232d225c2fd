import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { AxeCheck } from './axe.ts';
import { answered, ask, screenshot } from './chromiumBrowser.ts';
import { type Look, looks, openAt } from './looks.ts';
import { describeInBrowser, eachServer } from './setUp.ts';
import type { WebProcess } from './webProcess.ts';

describeInBrowser('the models', () => {
  let browser: Browser;
  let fake: FakeOllama;
  let web: WebProcess;
  let page: Page;

  eachServer(
    {
      fake: {
        models: [
          { name: 'qwen2.5-coder:7b', capabilities: ['completion', 'thinking'] },
          { name: 'llama3.2:3b', loadedContext: 4096 },
          { name: 'nomic-embed-text:latest', capabilities: ['embedding'], loadedContext: 2048 },
          { name: 'glm-4.6:cloud', remoteHost: 'https://ollama.com' },
        ],
        otherwise: { tokens: ['A short answer.'] },
      },
      web: { args: ['--model', 'qwen2.5-coder:7b'] },
    },
    (scene) => {
      ({ browser, fake, web } = scene);
    },
  );

  async function open(look: Look = looks[2]): Promise<void> {
    page = await openAt(browser, web.link, look);
    await page.locator('.model-button').getByText('qwen2.5-coder:7b').waitFor();
  }

  async function openModels(): Promise<void> {
    await page.locator('.model-button').click();
    await entry('llama3.2:3b').locator('.unload').waitFor();
  }

  async function openOptions(): Promise<void> {
    await page.locator('.header .menu .icon-button').click();
    await page.getByRole('menuitem', { name: /Options|选项/ }).click();
    await page.locator('.options .setting').first().waitFor();
  }

  const entry = (name: string) =>
    page.locator('.model-entry', { has: page.locator('.model-name', { hasText: name }) });
  const memory = (name: string) => entry(name).locator('.model-memory').textContent();

  it('are loaded and unloaded, and show their memory and expiry', async () => {
    await open();
    await openModels();
    expect(await memory('llama3.2:3b')).toMatch(
      /^98 MB in memory · on the CPU · window of 4096 tokens · until \d\d:\d\d/,
    );
    // An embedding model takes memory, and cannot be chosen.
    expect(await memory('nomic-embed-text')).toContain('98 MB in memory');
    expect(await entry('nomic-embed-text').locator('.model').isDisabled()).toBe(true);
    expect(await entry('glm-4.6:cloud').locator('.preload').count()).toBe(0);
    expect(await memory('qwen2.5-coder:7b')).toBe('');

    await entry('qwen2.5-coder:7b').locator('.preload').click();
    await entry('qwen2.5-coder:7b').locator('.unload').waitFor();
    const { contextLength } = await fake.log.waitFor('loaded');
    expect(await memory('qwen2.5-coder:7b')).toContain(`window of ${contextLength} tokens`);

    await entry('llama3.2:3b').locator('.unload').click();
    await entry('llama3.2:3b').locator('.preload').waitFor();
    expect(fake.chats.at(-1)?.body).toMatchObject({ model: 'llama3.2:3b', keep_alive: 0 });
  });

  it('are deleted only after a confirmation that names the size', async () => {
    await open();
    await openModels();
    const deletions = () => fake.log.of('request').filter(({ method }) => method === 'DELETE');
    const llama = entry('llama3.2:3b');
    await llama.locator('.delete').click();
    expect(await llama.locator('.delete-question').textContent()).toBe(
      'Delete llama3.2:3b? This frees 98 MB on disk.',
    );
    // A second Enter deletes nothing.
    await page.keyboard.press('Enter');
    await llama.locator('.unload').waitFor();
    expect(deletions()).toHaveLength(0);
    expect(await llama.locator('.delete').evaluate((one) => one === document.activeElement)).toBe(
      true,
    );

    await llama.locator('.delete').click();
    await llama.locator('.delete-now').click();
    await llama.waitFor({ state: 'detached' });
    expect(deletions()).toMatchObject([{ path: '/api/delete' }]);
  });

  it('use the options of the conversation from the next question on', async () => {
    await open();
    await ask(page, 'What is a heap?');
    await answered(page, 1);
    await openOptions();
    // What is unset is as the settings say.
    expect(await page.locator('#option-answerLanguage').getAttribute('placeholder')).toBe('auto');
    await page.locator('#option-temperature').fill('9');
    await page.keyboard.press('Enter');
    expect(await page.locator('.setting-error').textContent()).toBe(
      'Temperature: must be a number from 0 to 2',
    );
    await page.locator('#option-temperature').fill('0.3');
    await page.locator('#option-contextWindow').fill('2048');
    await page.locator('#option-keepAlive').fill('-1');
    await page.locator('#option-think').selectOption('true');
    await page.locator('#option-condenseModel').fill('llama3.2:3b');
    await page.locator('#option-answerLanguage').fill('zh');
    await page.keyboard.press('Enter');
    await page.locator('.options').waitFor({ state: 'detached' });

    await ask(page, 'And is it sorted?');
    await answered(page, 2);
    const condense = fake.chats.find(({ body }) => body.model === 'llama3.2:3b');
    expect(condense).toBeDefined();
    const answer = fake.chats.findLast(({ body }) => body.think !== undefined);
    expect(answer?.body).toMatchObject({
      model: 'qwen2.5-coder:7b',
      think: true,
      keep_alive: -1,
      options: { temperature: 0.3, num_ctx: 2048 },
    });

    // They are there again, and one that is cleared is as the settings say.
    await openOptions();
    expect(await page.locator('#option-keepAlive').inputValue()).toBe('-1');
    await page.locator('#option-temperature').fill('');
    await page.keyboard.press('Enter');
    await page.locator('.options').waitFor({ state: 'detached' });
    await openOptions();
    expect(await page.locator('#option-temperature').inputValue()).toBe('');
    expect(await page.locator('#option-contextWindow').inputValue()).toBe('2048');
  });

  it('use the options of the model in every conversation that does not set its own', async () => {
    await open();
    await openModels();
    await entry('qwen2.5-coder:7b').locator('.model-options').click();
    await page.locator('#option-contextWindow').fill('12');
    await page.keyboard.press('Enter');
    expect(await page.locator('.setting-error').textContent()).toBe(
      'Context window: must be an integer of at least 1024',
    );
    await page.locator('#option-contextWindow').fill('3072');
    await page.keyboard.press('Enter');
    await page.locator('.options').waitFor({ state: 'detached' });

    await ask(page, 'What is a heap?');
    await answered(page, 1);
    expect(fake.chats[0]?.body.options?.num_ctx).toBe(3072);
    await openOptions();
    expect(await page.locator('#option-contextWindow').getAttribute('placeholder')).toBe('3072');
  });

  it('are suggested when they are not installed', async () => {
    await open();
    await openModels();
    await page.locator('.suggested > summary').click();
    const names = await page.locator('.suggestion-name').allTextContents();
    expect(names).toContain('qwen3:8b');
    expect(names).not.toContain('qwen2.5-coder:7b');

    await page.locator('.suggestion', { hasText: 'qwen3:8b' }).locator('.button').click();
    await entry('qwen3:8b').waitFor();
    expect(fake.log.of('request').find(({ path }) => path === '/api/pull')?.body).toMatchObject({
      name: 'qwen3:8b',
    });
    await expect
      .poll(() => page.locator('.suggestion-name').allTextContents())
      .not.toContain('qwen3:8b');
  });

  it.each(looks)('can be read at $width px, $theme, $locale', async (look) => {
    await open(look);
    const name = `${look.width}-${look.theme}-${look.locale}`;
    await openModels();
    await entry('qwen2.5-coder:7b').locator('.delete').click();
    await screenshot(page, `models-memory-${name}`);
    await page.locator('.suggested > summary').click();
    await page.locator('.suggestion').first().scrollIntoViewIfNeeded();
    await screenshot(page, `models-suggested-${name}`);
    expect(await new AxeCheck(page).seriousProblems()).toEqual([]);
    await page.keyboard.press('Escape');
    await ask(page, 'What is a heap?');
    await answered(page, 1);
    await openOptions();
    await screenshot(page, `options-${name}`);
    expect(await new AxeCheck(page).seriousProblems()).toEqual([]);
  });
});
