import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { javaTools } from '../provision/javaTools.ts';
import { jcef } from '../provision/jcef.ts';
import { DesktopProcess } from './desktop/desktopProcess.ts';
import { Display } from './desktop/display.ts';

const folder = await jcef.locate();
const maven = await javaTools.locate();
const source = 'fun main() {\n    val a = 1\n    println(a)\n}\n';
/** A place in the text area below its text. */
const editor = { x: 200, y: 500 };
const limits = { timeout: 120_000 };

describe.skipIf(folder === undefined || maven === undefined)('the plugin in a window', () => {
  const home = mkdtempSync(join(tmpdir(), 'condenser-desktop-test-'));
  const file = join(home, 'project', 'Main.kt');
  let display: Display;
  let ollama: FakeOllama;
  let desktop: DesktopProcess;

  beforeAll(async () => {
    mkdirSync(join(home, 'project'));
    writeFileSync(file, source);
    display = await Display.start(1080, 760);
    ollama = await startFakeOllama({
      replies: [
        {
          match: { lastMessage: 'Are you real' },
          tokens: ['As real', ' as the keys', ' that were pressed', '.'],
          hold: [2],
        },
        // Any number of times, since the condense call contains the same words.
        {
          match: { lastMessage: 'Twice' },
          times: 'always',
          tokens: ['```kotlin\n', 'val a = 2\n', '```'],
        },
        {
          match: { lastMessage: 'guard' },
          times: 'always',
          tokens: ['```kotlin\n', 'if (a > 1) {\n', '    print(a)\n', '}\n```'],
        },
      ],
      otherwise: { tokens: ['A title'], times: 'always' },
    });
    const start = { display, jcef: folder ?? '', home, host: ollama.url, file };
    desktop = await DesktopProcess.start(start);
  }, 600_000);

  afterAll(async () => {
    await desktop?.stop();
    await ollama?.stop();
    await display?.stop();
    rmSync(home, { recursive: true, force: true });
  }, 60_000);

  beforeEach(() => desktop.page.setDefaultTimeout(30_000));

  const input = () => desktop.page.locator('.composer > textarea');
  const answers = () => desktop.page.locator('.answer');
  const eventually = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 });
  const typed = (text: string) => eventually(() => input().inputValue()).toBe(text);
  const saved = async () => {
    await display.click(editor);
    await display.press('ctrl+s');
    return readFileSync(file, 'utf8');
  };
  const footer = (count: number) =>
    desktop.page
      .locator('.turn-footer')
      .nth(count - 1)
      .waitFor();

  it('streams the answer to a question typed with real keys', limits, async () => {
    await display.click(await desktop.middle(input()));
    await display.type('Are you real?');
    await typed('Are you real?');
    await display.press('Return');
    await answers().getByText('As real as the keys').waitFor();
    expect(await answers().textContent()).not.toContain('pressed');
    await display.screenshot('desktop-streaming');
    ollama.release((await ollama.chat(1)).request);
    await answers().getByText('As real as the keys that were pressed.').waitFor();
    await footer(1);
  });

  it('sends the selection, and replaces it in one undo step', limits, async () => {
    await display.click(editor);
    await display.press('ctrl+Home', 'Down', 'Home', 'shift+End', 'ctrl+shift+a');
    await desktop.page.locator('.composer .chip').getByText('Main.kt:2').waitFor();
    await eventually(() => desktop.page.evaluate(() => document.hasFocus())).toBe(true);
    await display.type('Twice that?');
    await typed('Twice that?');
    await display.screenshot('desktop-selection');
    await display.press('Return');
    await footer(2);
    const asked = ollama.chats.find(({ body }) => JSON.stringify(body).includes('Twice that?'));
    expect(JSON.stringify(asked?.body)).toContain('val a = 1');
    const replace = desktop.page.locator('[data-code-action=replace]');
    await display.click(await desktop.middle(replace));
    await eventually(saved).toBe(source.replace('a = 1', 'a = 2'));
    await display.screenshot('desktop-replaced');
    await display.press('ctrl+z');
    await eventually(saved).toBe(source);
  });

  it('inserts code at the caret, with the indentation of its line', limits, async () => {
    await display.click(editor);
    await display.press('ctrl+Home', 'Down', 'End', 'Return');
    await display.type('    ');
    await display.click(await desktop.middle(input()));
    await display.type('And a guard?');
    await typed('And a guard?');
    await display.press('Return');
    await footer(3);
    const insert = desktop.page.locator('[data-code-action=insert]').last();
    await display.click(await desktop.middle(insert));
    const guarded = '    val a = 1\n    if (a > 1) {\n        print(a)\n    }\n';
    await eventually(saved).toBe(source.replace('    val a = 1\n', guarded));
    await display.screenshot('desktop-inserted');
  });

  it('applies the colours of its window to the page at once', limits, async () => {
    await display.click({ x: 30, y: 10 });
    await display.press('Up', 'Return');
    const background = () =>
      desktop.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await eventually(background).toBe('rgb(43, 45, 48)');
    await display.screenshot('desktop-dark');
  });

  it('shows the conversation again after its render process was killed', limits, async () => {
    await desktop.crashPage();
    await desktop.page.locator('.model-button').getByText('fake:latest').waitFor();
    await display.click(await desktop.middle(desktop.page.locator('.history-button')));
    await display.click(await desktop.middle(desktop.page.locator('.history-open').first()));
    await answers().getByText('As real as the keys that were pressed.').waitFor();
    expect(await input().inputValue()).toBe('');
    await display.screenshot('desktop-after-crash');
  });
});
