import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeFolder } from '../files/makeFolder.ts';
import { isProcessAlive } from '../programs/processInfo.ts';
import { startDetached } from '../programs/startProgram.ts';
import { folders, workingFolder } from './environment.ts';

/** How this platform opens an address. */
interface Opener {
  readonly program: string;
  readonly args: readonly string[];
  /** Whether the link itself may be passed as an argument. */
  readonly takesLink: boolean;
}

/** Browsers packaged as snaps can read neither hidden folders nor the temporary folder. */
const SNAP_BROWSERS = ['firefox', 'chromium', 'brave', 'opera', 'vivaldi'];

let redirectFile: string | undefined;

/**
 * Opens a link to our own page in the user's browser, where there is a display. A failure is
 * ignored: the terminal shows the link.
 *
 * The npm package `open` cannot be used: it passes the link as an argument, which every user of the
 * machine can read, and starts programs by name, in the current folder, with the whole environment.
 */
export function openInBrowser(link: string): void {
  const opener = platformOpener();
  if (opener === undefined) return;
  try {
    const { program, args, takesLink } = opener;
    const address = takesLink ? link : pathToFileURL(writeRedirect(link)).href;
    const place = { environment: process.env, folder: workingFolder() };
    const child = startDetached(program, [...args, address], place);
    child.on('error', () => undefined);
    child.unref();
  } catch {
    // The terminal shows the link.
  }
}

function platformOpener(): Opener | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, SystemRoot = 'C:\\Windows' } = process.env;
  if (process.platform === 'darwin') {
    return { program: '/usr/bin/open', args: [], takesLink: false };
  }
  if (process.platform === 'win32') {
    // `start` is built into the shell and runs this program. On Windows, other users cannot read a
    // program's arguments.
    const program = `${SystemRoot}\\System32\\rundll32.exe`;
    return { program, args: ['url.dll,FileProtocolHandler'], takesLink: true };
  }
  if (!DISPLAY && !WAYLAND_DISPLAY) return undefined;
  return { program: 'xdg-open', args: [], takesLink: isBrowserOnHost() };
}

/** Whether the browser runs on the host, Windows (WSL) or ChromeOS, which cannot read our files. */
function isBrowserOnHost(): boolean {
  if (existsSync('/opt/google/cros-containers')) return true;
  try {
    return /microsoft/i.test(readFileSync('/proc/sys/kernel/osrelease', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Writes a page that redirects to `link` into a file that only this user can read. Every user of
 * the machine can read a program's arguments, and the link works for the first client that opens it.
 *
 * The file is removed by {@link removeRedirect} or when this process ends; the files of killed
 * processes are removed by {@link removeStaleRedirects}.
 */
function writeRedirect(link: string): string {
  const folder = redirectFolder();
  makeFolder(folder, 0o700);
  chmodSync(folder, 0o700);
  const file = join(folder, `${process.pid}-${randomBytes(8).toString('hex')}.html`);
  writeFileSync(file, redirectPage(link), { mode: 0o600, flag: 'wx' });
  if (redirectFile === undefined) process.once('exit', removeRedirect);
  redirectFile = file;
  return file;
}

/** Removes the redirect file of this process. */
export function removeRedirect(): void {
  if (redirectFile !== undefined) rmSync(redirectFile, { force: true });
}

/** Removes the redirect files of processes that were killed. */
export function removeStaleRedirects(): void {
  const folder = redirectFolder();
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, processId] = /^(\d+)-[0-9a-f]{16}\.html$/.exec(name) ?? [];
    if (processId !== undefined && !isProcessAlive(Number(processId))) rmSync(join(folder, name));
  }
}

function redirectFolder(): string {
  const hasSnap = SNAP_BROWSERS.some((browser) => existsSync(join('/snap/bin', browser)));
  return hasSnap ? join(homedir(), 'condenser-open') : join(folders().cache, 'open');
}

/** Our links contain no character that is special in HTML or in a script's string. */
function redirectPage(link: string): string {
  if (!/^[\w:/.#=-]+$/.test(link)) throw new TypeError('the link contains special characters');
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="1; url=${link}">
<title>Condenser</title>
<script>location.replace("${link}")</script>
<p><a href="${link}">Condenser</a></p>
`;
}
