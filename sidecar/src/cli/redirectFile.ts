import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../files/makeFolder.ts';
import { isProcessAlive } from '../programs/processInfo.ts';
import { folders } from './folders.ts';

/** Browsers that are snaps see neither hidden folders nor the folder for temporary files. */
const SNAP_BROWSERS = ['firefox', 'chromium', 'brave', 'opera', 'vivaldi'];

let current: string | undefined;

/**
 * Writes a page that leads to `link`, into a file that only this user can read. What a browser is
 * started with can be read by every user of the machine, and whoever opens a link first has it.
 *
 * @returns the file's path. It is removed by {@link removeRedirect}, at the latest when this process
 * ends; what a killed process left is removed by {@link removeOldRedirects}.
 * @throws a system error where it cannot be written.
 */
export function writeRedirect(link: string): string {
  const folder = redirectFolder();
  makeFolder(folder, 0o700);
  chmodSync(folder, 0o700);
  const file = join(folder, `${process.pid}-${randomBytes(8).toString('hex')}.html`);
  writeFileSync(file, redirectPage(link), { mode: 0o600, flag: 'wx' });
  if (current === undefined) process.once('exit', removeRedirect);
  current = file;
  return file;
}

/** Removes the file of this process, when it has served or never will. */
export function removeRedirect(): void {
  if (current !== undefined) rmSync(current, { force: true });
}

/** Removes what processes left that did not end by themselves. */
export function removeOldRedirects(): void {
  const folder = redirectFolder();
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, processId] = /^(\d+)-[0-9a-f]{16}\.html$/.exec(name) ?? [];
    if (processId !== undefined && !isProcessAlive(Number(processId))) rmSync(join(folder, name));
  }
}

function redirectFolder(): string {
  const snaps = SNAP_BROWSERS.some((browser) => existsSync(join('/snap/bin', browser)));
  return snaps ? join(homedir(), 'condenser-open') : join(folders().cache, 'open');
}

/** A link is made by us, of characters that mean nothing in HTML and in a script's string. */
function redirectPage(link: string): string {
  if (!/^[\w:/.#=-]+$/.test(link)) throw new TypeError('the link has characters of HTML');
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="1; url=${link}">
<title>Condenser</title>
<script>location.replace("${link}")</script>
<p><a href="${link}">Condenser</a></p>
`;
}
