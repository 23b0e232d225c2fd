// npm run package: dist/condenser-<version>.zip, the plugin for "Install from Disk" in an IDE. Needs a
// JDK 17 and Maven. Everything in it has the version of package.json.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { changeNotes } from './changeNotes.mjs';
import { NOTICES, noticesOfLibraries, noticesText } from './notices.mjs';
import { buildIfStale, prepare } from './prepare.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const TARGET = resolve(`dist/condenser-${version}.zip`);
const STAGING = 'plugin/target/staging';
const CLASSES = join(STAGING, 'classes');
const PLUGIN = join(STAGING, 'condenser');

await prepare();
await buildIfStale();
execFileSync('mvn', ['-q', '-B', 'package', '-DskipTests'], {
  cwd: 'plugin',
  stdio: ['ignore', 2, 2],
});
rmSync(STAGING, { recursive: true, force: true });
stageClasses();
stagePlugin();
mkdirSync('dist', { recursive: true });
rmSync(TARGET, { force: true });
jar(TARGET, STAGING, 'condenser');
process.stdout.write(`${TARGET}\n`);

/** The plugin's classes and resources, without the platform signatures. */
function stageClasses() {
  for (const folder of ['dev', 'META-INF', 'messages', 'icons', 'intentionDescriptions']) {
    cpSync(join('plugin/target/classes', folder), join(CLASSES, folder), { recursive: true });
  }
  const descriptor = join(CLASSES, 'META-INF/plugin.xml');
  const text = readFileSync(descriptor, 'utf8')
    .replace('<version>0.0.0</version>', `<version>${version}</version>`)
    .replace(
      '<change-notes><![CDATA[]]>',
      `<change-notes><![CDATA[${changeNotes(readFileSync('CHANGELOG.md', 'utf8'))}]]>`,
    );
  writeFileSync(descriptor, text);
  writeFileSync(join(CLASSES, 'condenser-version.txt'), `${version}\n`);
  mkdirSync(join(CLASSES, 'protocol'));
  copyFileSync('protocol/snapshot.json', join(CLASSES, 'protocol/snapshot.json'));
}

/** The folder of the installed plugin. */
function stagePlugin() {
  mkdirSync(join(PLUGIN, 'lib'), { recursive: true });
  jar(resolve(PLUGIN, `lib/condenser-${version}.jar`), CLASSES, '.');
  const libraries = readdirSync('plugin/target/lib');
  for (const library of libraries) {
    copyFileSync(join('plugin/target/lib', library), join(PLUGIN, 'lib', library));
  }
  cpSync('sidecar/dist', join(PLUGIN, 'sidecar'), { recursive: true });
  copyFileSync('LICENSE', join(PLUGIN, 'LICENSE'));
  const ofBundle = readFileSync(join('sidecar/dist', NOTICES), 'utf8');
  const ofLibraries = noticesText(noticesOfLibraries(libraries));
  writeFileSync(join(PLUGIN, NOTICES), `${ofBundle}\n${ofLibraries}`);
}

/**
 * Packs an entry of a folder with the JDK's jar tool.
 *
 * @param {string} target absolute
 * @param {string} folder
 * @param {string} entry
 */
function jar(target, folder, entry) {
  execFileSync('jar', ['--create', '--no-manifest', '--file', target, '-C', folder, entry]);
}
