import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startDetached } from '../programs/startProgram.ts';
import { workingFolder } from './folders.ts';
import { writeRedirect } from './redirectFile.ts';

/** How this platform opens an address. */
interface Opener {
  readonly program: string;
  readonly args: readonly string[];
  /** Whether its arguments may be the link itself. */
  readonly takesLink: boolean;
}

/**
 * Opens a link of ours in the person's browser, where there is a display to open it on. That it
 * cannot is no failure: the link stands in the terminal.
 */
export function openInBrowser(link: string): void {
  const opener = openerOfPlatform();
  if (opener === undefined) return;
  try {
    const { program, args, takesLink } = opener;
    const address = takesLink ? link : pathToFileURL(writeRedirect(link)).href;
    const place = { environment: process.env, folder: workingFolder() };
    const child = startDetached(program, [...args, address], place);
    child.on('error', () => undefined);
    child.unref();
  } catch {
    // Whoever started this reads the link.
  }
}

function openerOfPlatform(): Opener | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, SystemRoot = 'C:\\Windows' } = process.env;
  if (process.platform === 'darwin') {
    return { program: '/usr/bin/open', args: [], takesLink: false };
  }
  if (process.platform === 'win32') {
    // `start` is a word of the shell; this is the program that it runs. On Windows other users
    // cannot read a program's arguments.
    const program = `${SystemRoot}\\System32\\rundll32.exe`;
    return { program, args: ['url.dll,FileProtocolHandler'], takesLink: true };
  }
  if (!DISPLAY && !WAYLAND_DISPLAY) return undefined;
  return { program: 'xdg-open', args: [], takesLink: browserIsElsewhere() };
}

/**
 * Whether the browser belongs to another system, Windows or ChromeOS, that this one runs inside of,
 * and does not know the paths of this one.
 */
function browserIsElsewhere(): boolean {
  if (existsSync('/opt/google/cros-containers')) return true;
  try {
    return /microsoft/i.test(readFileSync('/proc/sys/kernel/osrelease', 'utf8'));
  } catch {
    return false;
  }
}
