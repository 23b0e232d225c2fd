// THIRD-PARTY-NOTICES: the name, version, licence and licence text of every shipped package. The build
// writes it; a package without a licence fails the build.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name of the file in everything that is shipped. */
export const NOTICES = 'THIRD-PARTY-NOTICES';

const TOOLS = dirname(fileURLToPath(import.meta.url));
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** The texts of standard licences, which follow a line of copyright. */
const STANDARD_TEXTS = {
  MIT: join(TOOLS, 'licences', 'MIT.md'),
  'Apache-2.0': join(TOOLS, '..', 'LICENSE'),
  'EPL-2.0': join(TOOLS, 'licences', 'EPL-2.0.md'),
};

/** The licences of Java libraries by the name of the archive, which does not contain them. */
const LIBRARIES = {
  gson: { licence: 'Apache-2.0', copyright: 'Copyright (C) Google Inc.' },
  'org.eclipse.lsp4j.jsonrpc': {
    licence: 'EPL-2.0',
    copyright:
      'Copyright (c) the Eclipse LSP4J contributors; the source is at ' +
      'https://github.com/eclipse-lsp4j/lsp4j',
  },
};

/**
 * @typedef {object} Notice
 * @property {string} name
 * @property {string} version
 * @property {string} licence as SPDX writes it
 * @property {string} text
 */

/**
 * The notices for the npm packages in a bundle.
 *
 * @param {readonly string[]} inputs the paths of esbuild's metafiles
 * @param {string} [root] the folder that they are relative to
 * @returns {Notice[]} by name, each version once
 * @throws {Error} that names a package without a licence or its text
 */
export function noticesOfBundle(inputs, root = '.') {
  const folders = new Set(inputs.flatMap((path) => packageFolder(path) ?? []));
  const notices = [...folders].map((folder) => noticeOfPackage(join(root, folder)));
  const byTitle = new Map(notices.map((notice) => [titleOf(notice), notice]));
  return [...byTitle.keys()].sort().map((title) => byTitle.get(title));
}

/**
 * The notices for Java libraries.
 *
 * @param {readonly string[]} archives file names such as "gson-2.13.1.jar"
 * @returns {Notice[]}
 * @throws {Error} that names a library without a known licence
 */
export function noticesOfLibraries(archives) {
  return archives.map((archive) => {
    const [, name = archive, version = ''] = /^(.+?)-(\d[\w.-]*)\.jar$/.exec(archive) ?? [];
    const known = LIBRARIES[name];
    if (known === undefined) throw new Error(`${archive} has no licence in tools/notices.mjs`);
    const { licence, copyright } = known;
    return { name, version, licence, text: standardText(licence, copyright) };
  });
}

/**
 * The whole file.
 *
 * @param {readonly Notice[]} notices
 */
export function noticesText(notices) {
  const line = '='.repeat(80);
  const parts = notices.map((notice) => {
    const head = `${titleOf(notice)}\nLicence: ${notice.licence}`;
    return `${line}\n${head}\n${line}\n\n${notice.text.trim()}\n`;
  });
  const head = 'Condenser is shipped with the following third-party software.\n';
  return [head, ...parts].join('\n');
}

/** @param {Notice} notice */
function titleOf({ name, version }) {
  return `${name} ${version}`;
}

/**
 * The folder of the innermost package that a file belongs to; undefined for a file of ours.
 *
 * @param {string} path
 */
function packageFolder(path) {
  const [, folder] = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return folder;
}

/** @param {string} folder */
function noticeOfPackage(folder) {
  const { name, version, license, licenses, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const licence = licenceName(license ?? licenses);
  if (!licence || licence === 'UNLICENSED') throw new Error(`${name} ${version} has no licence`);
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const owner = typeof author === 'string' ? author : author?.name;
  const copyright = `Copyright (c) ${owner ?? `the authors of ${name}`}`;
  const text = texts.length > 0 ? texts.join('\n\n') : standardText(licence, copyright);
  if (text === undefined) throw new Error(`${name} ${version} has no text of its licence`);
  return { name, version, licence, text };
}

/** Old packages name their licence in an object, or in a list of them. */
function licenceName(field) {
  const named = [field].flat().map((each) => (typeof each === 'string' ? each : each?.type));
  return named.filter(Boolean).join(' OR ');
}

function standardText(licence, copyright) {
  const file = STANDARD_TEXTS[licence];
  return file === undefined ? undefined : `${copyright}\n\n${readFileSync(file, 'utf8')}`;
}
