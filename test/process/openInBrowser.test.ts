import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { WebProcess } from '../browser/webProcess.ts';

/** The arguments of xdg-open, and the file it opened. */
interface Opened {
  readonly args: readonly string[];
  readonly folder: string;
  /** The opened file. */
  readonly page: string;
  readonly mode: number;
}

/** A home with an xdg-open that reads the file like a browser, and reports it. */
class Desktop {
  readonly home = mkdtempSync(join(tmpdir(), 'condenser-open-'));
  private readonly server = createServer((request, response) => {
    void text(request).then((body) => {
      this.reports.push(JSON.parse(body) as Opened);
      response.end();
      this.server.emit('report');
    });
  });
  private readonly reports: Opened[] = [];

  static async make(): Promise<Desktop> {
    const desktop = new Desktop();
    const { home, server } = desktop;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      rmSync(home, { recursive: true, force: true });
    });
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin', 'xdg-open'), desktop.opener(), { mode: 0o755 });
    return desktop;
  }

  /** Starts the server, which opens the page. */
  async start(): Promise<WebProcess> {
    const env = { PATH: `${this.home}/bin${delimiter}${process.env.PATH}`, DISPLAY: ':0' };
    const options = { host: '127.0.0.1:9', home: this.home, args: ['--open'], env };
    const web = await WebProcess.start(options);
    onTestFinished(() => web.stop());
    return web;
  }

  /** The same, and waits for the report of the opener. */
  async startOpening() {
    const reported = once(this.server, 'report');
    const web = await this.start();
    await reported;
    const opened = this.reports.pop();
    if (opened === undefined) throw new Error('nothing was opened');
    return { web, opened, file: fileURLToPath(opened.args.at(-1) ?? '') };
  }

  private opener(): string {
    const { port } = this.server.address() as AddressInfo;
    return `#!${process.execPath}
const { readFileSync, statSync } = require('node:fs');
const args = process.argv.slice(2);
const file = require('node:url').fileURLToPath(args.at(-1));
const page = readFileSync(file, 'utf8');
const report = { args, folder: process.cwd(), page, mode: statSync(file).mode };
fetch('http://127.0.0.1:${port}', { method: 'POST', body: JSON.stringify(report) });
`;
  }
}

function exchange(link: string): Promise<Response> {
  const { origin, hash } = new URL(link);
  return fetch(`${origin}/session`, {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: hash.replace('#token=', '') }),
  });
}

test('the link is passed in a private file, not in the arguments of the opener', async () => {
  const { web, opened, file } = await (await Desktop.make()).startOpening();
  const token = new URL(web.link).hash.replace('#token=', '');

  expect(token.length).toBeGreaterThan(40);
  expect(opened.args).toEqual([expect.stringMatching(/^file:\/\/\/.*\.html$/)]);
  expect(opened.args.join(' ')).not.toContain(token);
  expect(opened.page.match(/location\.replace\("([^"]+)"\)/)?.[1]).toBe(web.link);
  expect(opened.page).toContain(`url=${web.link}"`);
  expect(opened.mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
});

test('the opener runs in our own folder', async () => {
  const desktop = await Desktop.make();
  const { opened } = await desktop.startOpening();
  expect(opened.folder).toBe(join(desktop.home, 'cache', 'condenser'));
});

test('the redirect file leads to the page, and is removed when the link is used', async () => {
  const { web, opened, file } = await (await Desktop.make()).startOpening();
  const [, link = ''] = /href="([^"]+)"/.exec(opened.page) ?? [];
  // A file page is cross-site, and sends no Origin on navigation.
  const page = await fetch(link, {
    headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
  });
  expect(page.status).toBe(200);
  expect(existsSync(file)).toBe(true);

  expect((await exchange(link)).status).toBe(200);
  expect(existsSync(file)).toBe(false);
  expect((await exchange(web.link)).status).toBe(403);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a file that was not opened is removed at the end by %s',
  async (signal) => {
    const { web, file } = await (await Desktop.make()).startOpening();
    await web.end(signal);
    expect(existsSync(file)).toBe(false);
  },
);

test('the redirect file of a killed process is removed at the next start', async () => {
  const desktop = await Desktop.make();
  const { web, file } = await desktop.startOpening();
  await web.crash();
  expect(existsSync(file)).toBe(true);

  const next = await desktop.startOpening();
  expect(readdirSync(dirname(file))).toEqual([basename(next.file)]);
});

test('a second server keeps the file of the first', async () => {
  const desktop = await Desktop.make();
  const first = await desktop.startOpening();
  const second = await desktop.startOpening();
  expect(existsSync(first.file)).toBe(true);
  expect(existsSync(second.file)).toBe(true);
});

test('a folder that is not writable does not fail the command', async () => {
  const desktop = await Desktop.make();
  writeFileSync(join(desktop.home, 'cache'), 'in the way');
  const web = await desktop.start();
  expect((await fetch(web.link)).status).toBe(200);
});
