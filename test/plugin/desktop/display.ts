import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { runToEnd } from '../../process/runToEnd.ts';

const SCREENSHOTS = resolve(import.meta.dirname, '../../../.artefacts/screenshots');

/** A point on the display, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A virtual display with a keyboard and a mouse. */
export class Display {
  /** For `DISPLAY`. */
  readonly name: string;
  private readonly server: ChildProcess;

  private constructor(server: ChildProcess, name: string) {
    this.server = server;
    this.name = name;
    process.once('exit', this.kill);
  }

  /** Resolves when it accepts windows. The caller stops it. */
  static async start(width: number, height: number): Promise<Display> {
    const screen = ['-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'];
    const server = spawn('Xvfb', ['-displayfd', '3', ...screen], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [number] = await once(server.stdio[3] as Readable, 'data');
    return new Display(server, `:${String(number).trim()}`);
  }

  /** Presses keys one after the other; `ctrl+s` presses several together. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.act(['key', '--delay', '30', ...keys]);
  }

  async type(text: string): Promise<void> {
    await this.act(['type', '--delay', '15', text]);
  }

  async click({ x, y }: Point): Promise<void> {
    await this.act(['mousemove', `${Math.round(x)}`, `${Math.round(y)}`]);
    await this.act(['click', '1']);
  }

  /** Saves a screenshot of the whole display as an artefact. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const program = join(import.meta.dirname, 'Screenshot.java');
    await this.run('java', [program, join(SCREENSHOTS, `${name}.png`)]);
  }

  async stop(): Promise<void> {
    process.removeListener('exit', this.kill);
    const ended = once(this.server, 'exit');
    this.kill();
    await ended;
  }

  private readonly kill = () => this.server.kill();

  private act(args: readonly string[]): Promise<void> {
    return this.run('xdotool', args);
  }

  private async run(program: string, args: readonly string[]): Promise<void> {
    const env = { ...process.env, DISPLAY: this.name };
    const { code, stderr } = await runToEnd(program, args, { env });
    if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  }
}
