import { spawn } from 'node:child_process';

/**
 * Opens an address in the person's browser, where there is a display to open it on. That it cannot
 * is no failure: the address stands in the terminal.
 */
export function openInBrowser(address: string): void {
  const opener = openerOfPlatform();
  if (opener === undefined) return;
  const [program, ...args] = opener;
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function openerOfPlatform(): readonly [string, ...string[]] | undefined {
  if (process.platform === 'darwin') return ['open'];
  // `start` is a word of the shell; this is the program that it runs.
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}
