import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const SCREENSHOTS = resolve(import.meta.dirname, '../../.artefacts/screenshots');

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Starts a Chromium with an empty profile; the caller closes it. */
export function startChromium(executablePath: string, flags: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...flags] });
}

/** Keeps what the page shows as an artefact, to be looked at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
}

/** Types a question and sends it. */
export async function ask(page: Page, question: string): Promise<void> {
  await page.locator('.composer > textarea').fill(question);
  await page.keyboard.press('Enter');
}

/** Hears, from before a page is opened on, when the sidecar has kept a draft of it. */
export class DraftWatch {
  private readonly asked = new Set<unknown>();
  private onKept: () => void = () => undefined;

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        const { id, method } = JSON.parse(String(payload));
        if (method === 'draft/set') this.asked.add(id);
      });
      socket.on('framereceived', ({ payload }) => {
        const { id, method } = JSON.parse(String(payload));
        if (method === undefined && this.asked.delete(id)) this.onKept();
      });
    });
  }

  /** Resolves when the next draft is kept after this was written. */
  async kept(write: () => Promise<unknown>): Promise<void> {
    const kept = new Promise<void>((done) => {
      this.onKept = done;
    });
    await write();
    await kept;
  }
}

/** Waits until so many answers have ended, one way or another. */
export async function answered(page: Page, count: number): Promise<void> {
  await page
    .locator('.turn-footer')
    .nth(count - 1)
    .waitFor();
}
