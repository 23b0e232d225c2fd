import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type { Display, Point } from './display.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The time limit for Java, the browser and the sidecar to start; reached only by a window that stays empty. */
const START_HANG_MS = 600_000;

/** How the window is started. */
export interface DesktopOptions {
  readonly display: Display;
  /** The folder of JCEF. */
  readonly jcef: string;
  /** The home folder of the sidecar. */
  readonly home: string;
  /** `OLLAMA_HOST`. */
  readonly host: string;
  /** Default: the fake's. */
  readonly model?: string;
  /** The file to edit. */
  readonly file: string;
  /** The file for the timings of Swing's thread, written at the end. */
  readonly measure?: string;
}

/** `npm run desktop` in its own process, with a debugger attached to its page. */
export class DesktopProcess {
  private readonly child: ChildProcess;
  private readonly port: number;
  private seen: SeenPage;

  private constructor(child: ChildProcess, port: number, seen: SeenPage) {
    this.child = child;
    this.port = port;
    this.seen = seen;
    process.once('exit', this.kill);
  }

  /** Resolves when the page shows the model. Compiles the plugin first if necessary. */
  static async start(options: DesktopOptions): Promise<DesktopProcess> {
    const port = await freePort();
    const { jcef, measure, file, model = 'fake:latest' } = options;
    const measured = measure === undefined ? [] : ['--measure', measure];
    const args = ['--debug-port', String(port), '--jcef', jcef, ...measured, file];
    const child = spawn(process.execPath, ['tools/desktop.mjs', ...args], {
      cwd: ROOT,
      env: environment(options),
      stdio: ['ignore', 'ignore', 'pipe'],
      // Its own process group, so that it can be killed as a whole.
      detached: true,
    });
    await listening(child);
    const desktop = new DesktopProcess(child, port, await findPage(port));
    await desktop.page
      .locator('.model-button')
      .getByText(model)
      .waitFor({ timeout: START_HANG_MS });
    return desktop;
  }

  /** For assertions only: input goes through the display. */
  get page(): Page {
    return this.seen.page;
  }

  /** Kills the render process; resolves when there is another page. */
  async crashPage(): Promise<void> {
    const { browser, page, target } = this.seen;
    const session = await page.context().newCDPSession(page);
    // There is never an answer.
    session.send('Page.crash').catch(() => undefined);
    this.seen = await findPage(this.port, target);
    await browser.close();
  }

  /** The centre of an element of the page, in display coordinates. */
  async middle(locator: Locator): Promise<Point> {
    await locator.waitFor();
    const box = await locator.boundingBox();
    if (box === null) throw new Error('the element is not visible');
    const corner = await this.page.evaluate(() => ({ x: window.screenX, y: window.screenY }));
    return { x: corner.x + box.x + box.width / 2, y: corner.y + box.y + box.height / 2 };
  }

  async stop(): Promise<void> {
    process.removeListener('exit', this.kill);
    const ended = once(this.child, 'close');
    await this.seen.browser.close();
    this.kill();
    await ended;
  }

  private readonly kill = () => {
    if (this.child.pid !== undefined) process.kill(-this.child.pid);
  };
}

function environment({ display, home, host }: DesktopOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DISPLAY: display.name,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_STATE_HOME: join(home, 'state'),
    OLLAMA_HOST: host,
    LC_ALL: 'C.UTF-8',
    // A killed Java leaves JCEF's files behind.
    JAVA_TOOL_OPTIONS: `-Djava.io.tmpdir=${home}`,
  };
}

/** A page, with the debugger connection it belongs to. */
interface SeenPage {
  readonly browser: Browser;
  readonly page: Page;
  /** Its id in JCEF. */
  readonly target: string;
}

/** Waits for a page of the chat other than `before`. */
async function findPage(port: number, before?: string): Promise<SeenPage> {
  const address = `http://127.0.0.1:${port}`;
  const watcher = await chromium.connectOverCDP(address);
  const session = await watcher.newBrowserCDPSession();
  const found = new Promise<string>((done) => {
    const look = ({ targetInfo }: { targetInfo: TargetInfo }) => {
      const isPage = targetInfo.url.startsWith('https://condenser.localhost/');
      if (isPage && targetInfo.targetId !== before) done(targetInfo.targetId);
    };
    session.on('Target.targetCreated', look);
    session.on('Target.targetInfoChanged', look);
  });
  await session.send('Target.setDiscoverTargets', { discover: true });
  const target = await found;
  await watcher.close();
  // A connection knows only the pages that existed when it was opened.
  const browser = await chromium.connectOverCDP(address);
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    if ((await targetOf(page)) === target) return { browser, page, target };
  }
  throw new Error('the page went away');
}

async function targetOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  return targetInfo.targetId;
}

interface TargetInfo {
  readonly targetId: string;
  readonly url: string;
}

/** Resolves when JCEF accepts a debugger. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    const said: string[] = [];
    if (child.stderr === null) throw new Error('no stderr');
    createInterface(child.stderr).on('line', (line) => {
      said.push(line);
      if (line.startsWith('DevTools listening')) done();
    });
    child.once('exit', () => fail(new Error(`the window ended:\n${said.join('\n')}`)));
  });
}

/** JCEF cannot choose a free port itself. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
