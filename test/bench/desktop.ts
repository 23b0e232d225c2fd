import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DesktopProcess } from '../plugin/desktop/desktopProcess.ts';
import { Display } from '../plugin/desktop/display.ts';
import { jcef } from '../provision/jcef.ts';
import { startFakeProcess } from './fakeProcess.ts';

const TOKENS = 5_000;

/** The cost of a long answer at full speed for the window around the page. */
export interface DesktopFigures {
  readonly tokens: number;
  /** The time from sending the question to the end of the answer on the page. */
  readonly wholeMs: number;
  /** The number of script calls for them. */
  readonly batches: number;
  /** The time that Swing's thread was busy between two batches. */
  readonly edtPerBatchMs: { readonly median: number; readonly p95: number };
}

/** Sends 5,000 tokens through relay and JCEF; undefined without JCEF. Throws if one is lost. */
export async function measureDesktop(): Promise<DesktopFigures | undefined> {
  const folder = await jcef.locate();
  if (folder === undefined) return undefined;
  const home = mkdtempSync(join(tmpdir(), 'condenser-bench-desktop-'));
  const measure = join(home, 'batches.json');
  const file = join(home, 'project', 'a.txt');
  mkdirSync(join(home, 'project'));
  writeFileSync(file, 'text\n');
  const tokens = Array.from({ length: TOKENS }, (_, index) => ` word${index}`);
  const fake = await startFakeProcess({
    // Large enough for the whole answer, which would end at a full window.
    models: [{ name: 'fake:latest', trainedContext: 65_536, numCtx: 32_768 }],
    otherwise: { tokens, times: 'always' },
  });
  const display = await Display.start(1080, 760);
  try {
    const host = fake.url;
    const desktop = await DesktopProcess.start({
      display,
      jcef: folder,
      home,
      host,
      file,
      measure,
    });
    const wholeMs = await answer(desktop, display, tokens.join('').trim());
    await desktop.stop();
    return { tokens: TOKENS, wholeMs, ...readBatches(measure) };
  } finally {
    await display.stop();
    await fake.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** @returns milliseconds. */
async function answer(desktop: DesktopProcess, display: Display, whole: string): Promise<number> {
  await display.click(await desktop.middle(desktop.page.locator('.composer > textarea')));
  await display.type('go');
  const started = performance.now();
  await display.press('Return');
  await desktop.page.locator('.turn-footer').waitFor({ timeout: 120_000 });
  const wholeMs = performance.now() - started;
  const shown = (await desktop.page.locator('.answer').textContent())?.trim();
  if (shown !== whole) throw new Error('the page does not show all tokens in order');
  return wholeMs;
}

function readBatches(path: string): Pick<DesktopFigures, 'batches' | 'edtPerBatchMs'> {
  const { all, batches } = JSON.parse(readFileSync(path, 'utf8')) as Measured;
  // Opening the window takes time, so a clock without any does not run.
  if (all < 1e6 || batches.length === 0) throw new Error("Swing's thread was not measured");
  const sorted = batches.map((value) => value / 1e6).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { batches: sorted.length, edtPerBatchMs: { median: at(0.5), p95: at(0.95) } };
}

/** In nanoseconds. */
interface Measured {
  readonly all: number;
  readonly batches: readonly number[];
}
