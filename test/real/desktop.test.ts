import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DesktopProcess } from '../plugin/desktop/desktopProcess.ts';
import { Display } from '../plugin/desktop/display.ts';
import { javaTools } from '../provision/javaTools.ts';
import { jcef } from '../provision/jcef.ts';
import { codeModel } from '../provision/ollamaModels.ts';
import { HANG_MS, locateRealOllama, realModel, startRealOllama } from './realOllama.ts';

const folder = await jcef.locate();
const missing = !folder || !(await javaTools.locate()) || !(await locateRealOllama());

describe.skipIf(missing)('the plugin in a window, on a real Ollama', () => {
  it('answers a question typed with real keys', async () => {
    const home = mkdtempSync(join(tmpdir(), 'condenser-desktop-real-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const file = join(home, 'project', 'Main.kt');
    mkdirSync(join(home, 'project'));
    writeFileSync(file, 'fun main() = println(1)\n');
    // One model, so that there is no choice to make.
    const ollama = await startRealOllama({ models: [codeModel] });
    onTestFinished(() => ollama.stop());
    const display = await Display.start(1080, 760);
    onTestFinished(() => display.stop());
    const start = { display, jcef: folder ?? '', home, host: ollama.host, file, model: realModel };
    const desktop = await DesktopProcess.start(start);
    onTestFinished(() => desktop.stop());

    await display.click({ x: 200, y: 500 });
    await display.press('ctrl+a', 'ctrl+shift+a');
    await desktop.page.locator('.composer .chip').getByText('Main.kt:1').waitFor();
    await display.click(await desktop.middle(desktop.page.locator('.composer > textarea')));
    await display.type('What does this print? One short sentence.');
    await display.press('Return');
    await desktop.page.locator('.turn-footer').waitFor({ timeout: HANG_MS });
    await display.screenshot('desktop-real');

    // "1" is an answer to this question.
    await desktop.page.locator('.answer', { hasText: /\S/ }).waitFor();
    expect(await desktop.page.locator('.card.error').count()).toBe(0);
  });
});
