// npm run desktop [-- --dark] [-- FILE]: the plugin in its own window, without an IDE: the page in a
// plain JCEF, beside a text area. Needs a JDK 17 with AWT, Maven, and a display. Options for tests:
// --debug-port N for a debugger of the page, --jcef FOLDER with JCEF, --measure FILE for timings.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfStale, newest, onStderr, prepare, say } from './prepare.mjs';
import { exitCodeOf, run } from './run.mjs';

const callersFolder = process.env.INIT_CWD ?? process.cwd();
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dark: { type: 'boolean', default: false },
    'debug-port': { type: 'string', default: '0' },
    jcef: { type: 'string' },
    measure: { type: 'string' },
  },
});
if (process.platform === 'linux' && !process.env.DISPLAY) {
  say('DISPLAY is not set: start it from a desktop, or with xvfb-run.');
  process.exit(1);
}
await prepare();
await buildIfStale();
await compileIfStale();

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const properties = {
  'condenser.bundle': resolve('sidecar/dist/condenser.mjs'),
  'condenser.node': process.execPath,
  'condenser.version': version,
  'condenser.jcef': values.jcef ?? jcefFolder(),
  'condenser.debugPort': values['debug-port'],
  ...(values.dark ? { 'condenser.dark': 'true' } : {}),
  ...(values.measure ? { 'condenser.measure': values.measure } : {}),
};
const classes = ['classes', 'test-classes'].map((name) => resolve('plugin/target', name));
const libraries = readFileSync('plugin/target/test.classpath', 'utf8').trim();
const options = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
const files = positionals.map((file) => resolve(callersFolder, file));
const classPath = [...classes, libraries].join(delimiter);
process.exitCode = await exitCodeOf('java', [
  // JCEF uses these internal packages of AWT.
  ...['--add-exports=java.desktop/sun.awt=ALL-UNNAMED'],
  ...['--add-exports=java.desktop/sun.lwawt=ALL-UNNAMED'],
  ...['--add-exports=java.desktop/sun.lwawt.macosx=ALL-UNNAMED'],
  ...[...options, '-cp', classPath, 'dev.condenser.desktop.DesktopKt', ...files],
]);

/** Compiles the plugin and its window if a source is newer than the classes. */
async function compileIfStale() {
  const compiled = 'plugin/target/test-classes/dev/condenser/desktop/DesktopKt.class';
  const sources = ['plugin/src', 'plugin/platform-signatures', 'plugin/pom.xml'];
  if (existsSync(compiled) && newest(compiled) >= Math.max(...sources.map(newest))) return;
  say('Compiling the plugin …');
  await run('mvn', ['-q', '-B', 'test-compile'], { cwd: 'plugin', stdio: onStderr });
}

/** The JCEF of the tests, if it is in the cache; otherwise the folder that it is downloaded to (150 MB). */
function jcefFolder() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const tests = process.env.CONDENSER_TEST_CACHE || join(cache, 'condenser-test');
  const found = existsSync(tests)
    ? readdirSync(tests).find((name) => /^jcef-[\d.]+-[\da-f]+$/.test(name))
    : undefined;
  return found === undefined ? join(cache, 'condenser', 'jcef') : join(tests, found);
}
