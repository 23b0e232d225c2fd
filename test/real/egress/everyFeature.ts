// Runs in a private network (cutNetwork.ts): uses every feature of Condenser once, with a fake Ollama,
// and prints the features and the number of packets that left the network.
import { createSocket } from 'node:dgram';
import type { Page } from 'playwright-core';
import { answered, ask, startChromium } from '../../browser/chromiumBrowser.ts';
import { WebProcess } from '../../browser/webProcess.ts';
import { startFakeOllama } from '../../fakes/ollama/fakeOllama.ts';
import { startServer } from '../../process/langserve/servedChain.ts';
import { SidecarProcess } from '../../process/sidecarProcess.ts';
import { sentPackets } from './cutNetwork.ts';
import { everyRequest } from './everyRequest.ts';

/** The output of the program. */
export interface Used {
  readonly methods: readonly string[];
  /** The total number of packets after each part. */
  readonly packets: Readonly<Record<string, number>>;
  /** The total after one was sent on purpose, which shows that packets are counted. */
  readonly withOneOnPurpose: number;
}

const [chromium = '', cache = ''] = process.argv.slice(2);

/** Chromium connects to its vendor for accounts and updates, whatever page it shows. */
const QUIET = '--host-resolver-rules=MAP *.google.com ~NOTFOUND, MAP *.googleapis.com ~NOTFOUND';

async function thePage(host: string): Promise<void> {
  const web = await WebProcess.start({ host });
  const browser = await startChromium(chromium, [QUIET]);
  const page = await browser.newPage();
  await page.goto(web.link);
  await ask(
    page,
    'What is a queue? [a link](https://example.org) ![an image](https://example.org/a.png)',
  );
  await answered(page, 1);
  await ask(page, 'And a stack?');
  await answered(page, 2);
  await openEveryPanel(page);
  await page.reload();
  await answered(page, 2);
  await browser.close();
  await web.stop();
}

async function openEveryPanel(page: Page): Promise<void> {
  await page.locator('.menu .icon-button').click();
  const names = await page.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  for (const name of names.filter((text) => !/window|Delete/.test(text))) {
    await page.locator('.menu .icon-button').click();
    await page.getByRole('menuitem', { name, exact: true }).click();
    await page.keyboard.press('Escape');
  }
}

async function theServer(host: string): Promise<void> {
  const served = await startServer({ host });
  const input = { chat_history: [['What is it?', 'A queue.']], question: 'And then?' };
  for (const path of ['invoke', 'stream', 'stream_log']) {
    const answer = await served.post(`/llama3/${path}`, { input });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  }
  for (const path of ['/docs', '/openapi.json', '/llama3/playground/', '/metrics', '/readyz']) {
    await (await served.get(path)).text();
  }
  served.process.kill('SIGTERM');
  await served.exit;
}

async function theEngine(): Promise<void> {
  const sidecar = new SidecarProcess({ env: { XDG_CACHE_HOME: cache }, args: ['--builtin'] });
  await sidecar.initialize();
  const { stopReason } = await sidecar.ask('What is a queue? One word.');
  if (stopReason === 'error') throw new Error(sidecar.child.stderr);
  await sidecar.leave();
  await sidecar.child.stop();
}

async function sendOne(): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise((sent) => socket.send('x', 9, '198.51.100.1', sent));
  socket.close();
}

async function main(): Promise<void> {
  const fake = await startFakeOllama({
    otherwise: {
      tokens: ['See ', '[here](https://example.org/b) ', '![it](https://example.org/c.png)'],
    },
  });
  const packets: Record<string, number> = {};
  const methods = await everyRequest(fake);
  packets.requests = sentPackets();
  await thePage(fake.url);
  packets.page = sentPackets();
  await theServer(fake.url);
  packets.server = sentPackets();
  await theEngine();
  packets.engine = sentPackets();
  await fake.stop();
  await sendOne();
  const used: Used = { methods, packets, withOneOnPurpose: sentPackets() };
  process.stdout.write(`${JSON.stringify(used)}\n`);
}

await main();
