import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { type Ended, runToEnd } from './runToEnd.ts';

/** The built bundle. */
export const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');
const NOBODY_LISTENS = '127.0.0.1:9';

/** An initially empty home for several commands, removed after the test. */
export class CommandHome {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'condenser-command-'));
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** Runs the built bundle in this home. Without a fake, Ollama is unreachable. */
  run(
    args: readonly string[],
    given: { fake?: FakeOllama; input?: string; env?: Readonly<Record<string, string>> } = {},
  ): Promise<Ended> {
    const { input } = given;
    return runToEnd(process.execPath, [BUNDLE, ...args], {
      cwd: this.folder,
      env: this.environment(given),
      ...(input === undefined ? {} : { input }),
    });
  }

  /** The environment of the commands. */
  environment(given: {
    fake?: FakeOllama;
    env?: Readonly<Record<string, string>>;
  }): Record<string, string> {
    const { fake, env } = given;
    const folders = ['CONFIG_HOME', 'DATA_HOME', 'CACHE_HOME', 'STATE_HOME'].map((name) => [
      `XDG_${name}`,
      this.folder,
    ]);
    return {
      PATH: process.env.PATH ?? '',
      TZ: 'UTC',
      OLLAMA_HOST: fake?.url ?? NOBODY_LISTENS,
      ...Object.fromEntries(folders),
      ...env,
    };
  }

  /** Writes any text to `settings.json`. */
  writeSettings(text: string | Uint8Array): void {
    mkdirSync(this.path('condenser'), { recursive: true });
    writeFileSync(this.path('condenser', 'settings.json'), text);
  }

  /** The path of a file in this home. */
  path(...names: string[]): string {
    return join(this.folder, ...names);
  }
}
