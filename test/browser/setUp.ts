import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import type { FakeScript } from '../fakes/ollama/script.ts';
import { chromium } from '../provision/chromium.ts';
import { startChromium } from './chromiumBrowser.ts';
import { installIdeStub } from './ideStub.ts';
import { type WebOptions, WebProcess } from './webProcess.ts';

const executable = await chromium.locate();

/** `describe` where Chromium is installed. */
export const describeInBrowser: ReturnType<typeof describe.skipIf> = describe.skipIf(
  executable === undefined,
);

/** An address at which no server answers. */
export const NO_SERVER = '127.0.0.1:9';

/** Starts a browser for the tests of this block. */
export function inBrowser(take: (browser: Browser) => void): void {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(executable ?? '');
    take(browser);
    return () => browser.close();
  });
}

async function closePages(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close();
}

/** A server with its page, on a fake Ollama. */
export interface Scene {
  readonly browser: Browser;
  readonly fake: FakeOllama;
  readonly web: WebProcess;
}

/** How the server of a scene is started. */
export interface SceneOptions {
  readonly fake: FakeScript;
  readonly web?: Omit<WebOptions, 'host'>;
}

/** Starts a fake Ollama and a server before each test of this block, and stops them after it. */
export function eachServer({ fake: script, web }: SceneOptions, take: (scene: Scene) => void) {
  let browser: Browser;
  inBrowser((started) => {
    browser = started;
  });
  beforeEach(async () => {
    const fake = await startFakeOllama(script);
    const server = await WebProcess.start({ host: fake.url, ...web });
    take({ browser, fake, web: server });
    return async () => {
      await closePages(browser);
      await server.stop();
      await fake.stop();
    };
  });
}

/** A scene with a page, in a browser context of its own. */
export interface PageScene extends Scene {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** As {@link eachServer}, with an empty page for the test to open. */
export function eachPage(
  { context: options, ...server }: SceneOptions & { readonly context?: BrowserContextOptions },
  take: (scene: PageScene) => void,
) {
  let scene: Scene;
  eachServer(server, (started) => {
    scene = started;
  });
  beforeEach(async () => {
    const context = await scene.browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    take({ ...scene, context, page });
  });
}

/** A page for an IDE that is not opened yet. */
export interface IdePage {
  readonly page: Page;
  readonly address: string;
}

/** Gives each test of this block a page for an IDE; all share one server, which has no Ollama. */
export function eachIdePage(
  viewport: { readonly width: number; readonly height: number } | undefined,
  take: (scene: IdePage) => void | Promise<void>,
) {
  let browser: Browser;
  let web: WebProcess;
  inBrowser((started) => {
    browser = started;
  });
  beforeAll(async () => {
    web = await WebProcess.start({ host: NO_SERVER });
    return () => web.stop();
  });
  beforeEach(async () => {
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(15_000);
    await take({ page, address: `${new URL(web.link).origin}/?host=ide` });
    return () => closePages(browser);
  });
}

/** Opens the page in a stub of an IDE that answers with these results. */
export async function openInIde(
  { page, address }: IdePage,
  results: Readonly<Record<string, unknown>>,
): Promise<void> {
  await installIdeStub(page, { results });
  await page.goto(address);
}
