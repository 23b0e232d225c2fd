import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EventLog } from '../fakes/eventLog.ts';
import { FrameReader } from './frameReader.ts';
import { WireCheck, type WireMessage } from './wireCheck.ts';

/** Options of a sidecar. */
export interface SidecarOptions {
  /** `OLLAMA_HOST`; default: an unused port. */
  readonly host?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** A home to reuse; default: a new empty one. */
  readonly home?: string;
  /** The current folder; default: its home. */
  readonly folder?: string;
  /** The content of `settings.json`. */
  readonly settings?: object;
}

/** The exit of the process. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Messages from the sidecar. */
export type Output =
  | { readonly kind: 'message'; readonly message: WireMessage }
  | { readonly kind: 'stderr'; readonly text: string };

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');
const NOBODY_LISTENS = '127.0.0.1:9';

/**
 * The built sidecar in its own process, with an empty home. Every byte of its stdout must be part of a
 * frame, and every message must be valid protocol.
 */
export class SidecarChild {
  readonly process: ChildProcessWithoutNullStreams;
  readonly output = new EventLog<Output>();
  readonly exit: Promise<Exit>;
  private readonly wire: WireCheck;
  private readonly problems: string[] = [];
  readonly home: string;
  private readonly ownHome: boolean;
  private mayEndInsideFrame = false;

  constructor(options: SidecarOptions = {}) {
    this.ownHome = options.home === undefined;
    this.home = options.home ?? mkdtempSync(join(tmpdir(), 'condenser-home-'));
    if (options.settings) this.writeSettings(options.settings);
    const args = [BUNDLE, 'stdio', ...(options.args ?? [])];
    this.process = spawn(process.execPath, args, {
      cwd: options.folder ?? this.home,
      env: this.environment(options),
    });
    const report = (problem: string) => this.problems.push(problem);
    this.wire = new WireCheck(report);
    const frames = new FrameReader((message) => this.take(message as WireMessage), report);
    const { stdout, stderr, stdin } = this.process;
    stdout.on('data', (chunk: Buffer) => frames.push(chunk));
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.output.add({ kind: 'stderr', text });
    });
    // Writing to an exited sidecar fails; its exit is reported separately.
    stdin.on('error', () => undefined);
    this.exit = new Promise((done) => {
      this.process.once('close', (code, signal) => {
        if (!this.mayEndInsideFrame) frames.end();
        this.output.end(`the sidecar ended with ${code ?? signal}\n${this.stderr}`);
        done({ code, signal });
      });
    });
    process.once('exit', this.kill);
  }

  /** Its stderr so far. */
  get stderr(): string {
    return this.output
      .of('stderr')
      .map(({ text }) => text)
      .join('');
  }

  /** Messages so far. */
  get messages(): WireMessage[] {
    return this.output.of('message').map(({ message }) => message);
  }

  /** Records a message before it is sent, so that its answer can be checked. */
  willSend(message: WireMessage): void {
    this.wire.sent(message);
  }

  write(bytes: string | Uint8Array): void {
    this.process.stdin.write(bytes);
  }

  /** Sends a message in a frame. */
  send(message: WireMessage): void {
    this.willSend(message);
    this.write(frame(JSON.stringify(message)));
  }

  /** The answer to the request with this id. */
  async answer(id: string | number | null): Promise<WireMessage> {
    const { message } = await this.output.waitFor(
      'message',
      (output) => output.message.method === undefined && output.message.id === id,
    );
    return message;
  }

  /** Stops reading its output, so that the pipes fill up. */
  stopReading(): void {
    this.mayEndInsideFrame = true;
    this.process.stdout.pause();
  }

  readOn(): void {
    this.mayEndInsideFrame = false;
    this.process.stdout.resume();
  }

  /**
   * Kills the process.
   *
   * @throws if stdout contained anything but valid protocol.
   */
  async stop(): Promise<void> {
    this.mayEndInsideFrame ||= this.process.exitCode === null;
    this.kill();
    await this.exit;
    process.removeListener('exit', this.kill);
    if (this.ownHome) rmSync(this.home, { recursive: true, force: true });
    if (this.problems.length > 0) throw new Error(this.problems.join('\n'));
  }

  private readonly kill = () => {
    this.process.kill('SIGKILL');
  };

  private take(message: WireMessage): void {
    this.wire.received(message);
    this.output.add({ kind: 'message', message });
  }

  private writeSettings(settings: object): void {
    const folder = join(this.home, 'config', 'condenser');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  }

  private environment(options: SidecarOptions): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, 'config'),
      XDG_DATA_HOME: join(this.home, 'data'),
      XDG_CACHE_HOME: join(this.home, 'cache'),
      LC_ALL: 'C',
      OLLAMA_HOST: options.host ?? NOBODY_LISTENS,
      ...options.env,
    };
  }
}

/** A body in its frame. */
export function frame(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
