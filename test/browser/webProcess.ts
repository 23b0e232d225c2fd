import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');

/** How the page's server is started. */
export interface WebOptions {
  /** `OLLAMA_HOST`. */
  readonly host: string;
  /** An own one is made, and removed at the end, where none is given. */
  readonly home?: string;
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** `condenser web` as a process of its own. */
export class WebProcess {
  readonly home: string;
  /** The link that it printed; it serves once. */
  readonly link: string;
  private readonly child: ChildProcess;
  private said = '';
  private readonly ownsHome: boolean;

  private constructor(child: ChildProcess, link: string, home: string, ownsHome: boolean) {
    this.child = child;
    this.link = link;
    this.home = home;
    this.ownsHome = ownsHome;
    child.stderr?.on('data', (text: string) => {
      this.said += text;
    });
    process.once('exit', this.kill);
  }

  /** Resolves when it has printed its link. */
  static async start(options: WebOptions): Promise<WebProcess> {
    const { host, home, port = 0, args = [], env = {}, nodeArgs = [] } = options;
    const folder = home ?? mkdtempSync(join(tmpdir(), 'condenser-web-'));
    const command = [...nodeArgs, BUNDLE, 'web', '--port', String(port), ...args];
    const child = spawn(process.execPath, command, {
      cwd: folder,
      env: { ...environment(folder, host), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new WebProcess(child, await printedLink(child), folder, home === undefined);
  }

  get port(): number {
    return Number(new URL(this.link).port);
  }

  /** What it has written to stderr since it printed its link. */
  get stderr(): string {
    return this.said;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** As by `kill -9`. */
  crash(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Sends a signal, and resolves when it has ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
      await ended;
    }
    process.removeListener('exit', this.kill);
  }

  async stop(): Promise<void> {
    await this.crash();
    if (this.ownsHome) rmSync(this.home, { recursive: true, force: true });
  }

  private readonly kill = () => {
    this.child.kill('SIGKILL');
  };
}

function printedLink(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    const take = (text: string) => {
      said += text;
      const [link] = /http:\/\/\S+/.exec(said) ?? [];
      if (link !== undefined && said.endsWith('\n')) done(link);
    };
    child.stdout?.setEncoding('utf8').on('data', take);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('exit', () => fail(new Error(`condenser web ended:\n${said}`)));
  });
}

function environment(home: string, host: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    LC_ALL: 'C',
    OLLAMA_HOST: host,
  };
}
