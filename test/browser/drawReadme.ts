/**
 * Draws docs/page.png, the picture of README: tsx test/browser/drawReadme.ts. The page is the built
 * one, on the built sidecar; what it says is the fake Ollama's.
 */
import { startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { chromium } from '../provision/chromium.ts';
import { answered, ask, startChromium } from './chromiumBrowser.ts';
import { pieces } from './samples.ts';
import { WebProcess } from './webProcess.ts';

const java = `\`\`\`java
try (var lines = Files.lines(Path.of("notes.txt"))) {
    lines.forEach(System.out::println);
}
\`\`\`

\`Files.lines\` reads **lazily**; the \`try\` closes the file.`;
const kotlin = `\`\`\`kotlin
File("notes.txt").useLines { lines ->
    lines.forEach(::println)
}
\`\`\`

\`useLines\` closes the file when its block ends, as the \`try\` did in Java.`;

const executable = await chromium.locate();
if (executable === undefined) throw new Error('Chromium is not on this machine');
const fake = await startFakeOllama({
  models: [{ name: 'qwen2.5-coder:7b', trainedContext: 32_768 }],
  replies: [
    { tokens: pieces(java), match: { lastMessage: 'in Java?' } },
    { tokens: pieces(kotlin) },
  ],
  otherwise: { tokens: ['Reading a file line by line'] },
});
const web = await WebProcess.start({ host: fake.url });
const browser = await startChromium(executable);
const page = await browser.newPage({ viewport: { width: 920, height: 640 }, locale: 'en-US' });
await page.goto(web.link);
await page.locator('.model-button').getByText('qwen').waitFor();
await ask(page, 'How do I read a file line by line in Java?');
await answered(page, 1);
await ask(page, 'And in Kotlin?');
await answered(page, 2);
await page.locator('.history-title').first().waitFor();
await page.screenshot({ path: 'docs/page.png', animations: 'disabled' });
await browser.close();
await web.stop();
await fake.stop();
