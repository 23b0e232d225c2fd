import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const BUNDLE = resolve(import.meta.dirname, '../../../sidecar/dist/condenser.mjs');

/** Options of `condenser serve`. */
export interface ServeStart {
  readonly host: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: object;
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** A running `condenser serve`. */
export class ServedChain {
  readonly url: string;
  readonly process: ChildProcess;
  readonly exit: Promise<number | null>;
  private readonly log: () => string;

  constructor(url: string, child: ChildProcess, exit: Promise<number | null>, log: () => string) {
    this.url = url;
    this.process = child;
    this.exit = exit;
    this.log = log;
  }

  /** Its stderr so far. */
  get stderr(): string {
    return this.log();
  }

  /** Posts JSON. */
  post(path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
      headers: { 'Content-Type': 'application/json', ...init.headers },
    });
  }

  get(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, init);
  }
}

/** Starts the built bundle on a free port, and kills it after the test. */
export async function serve(options: ServeStart): Promise<ServedChain> {
  const served = await startServer(options);
  onTestFinished(async () => {
    served.process.kill('SIGKILL');
    await served.exit;
  });
  return served;
}

/** The same, without stopping it after the test. */
export function startServer(options: ServeStart): Promise<ServedChain> {
  const { host, args = [], env, settings, nodeArgs = [] } = options;
  const home = mkdtempSync(join(tmpdir(), 'condenser-serve-'));
  if (settings) {
    mkdirSync(join(home, 'condenser'));
    writeFileSync(join(home, 'condenser', 'settings.json'), JSON.stringify(settings));
  }
  const child = spawn(process.execPath, [...nodeArgs, BUNDLE, 'serve', '--port', '0', ...args], {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, OLLAMA_HOST: host, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let stderr = '';
  const exit = new Promise<number | null>((done) => {
    child.once('close', (code) => {
      process.removeListener('exit', kill);
      rmSync(home, { recursive: true, force: true });
      done(code);
    });
  });
  return new Promise((ready, fail) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      const url = / at (http:\/\/[^\s/]+:\d+)\//.exec(stderr)?.[1];
      if (url !== undefined) ready(new ServedChain(url, child, exit, () => stderr));
    });
    void exit.then((code) => fail(new Error(`serve ended with ${code}\n${stderr}`)));
  });
}
