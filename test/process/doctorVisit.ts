import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { runToEnd } from './runToEnd.ts';

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');

/** What `condenser doctor --json` says of one thing. */
export interface Finding {
  readonly id: string;
  readonly level: string;
  readonly found: string;
  readonly whatToDo?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The machine that the doctor comes to: its home is empty, and gone when the test is over. */
export interface Visit {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of `settings.json`. */
  readonly settings?: string;
  readonly args?: readonly string[];
}

/** The finding with this id; its absence is an error. */
export function byId(findings: readonly Finding[], id: string): Finding {
  const found = findings.find((finding) => finding.id === id);
  if (!found) throw new Error(`no finding ${id}`);
  return found;
}

/** One visit, and the document that came of it. */
export async function examine(visit: Visit) {
  const ended = await run(visit, ['--json']);
  return { ...ended, json: JSON.parse(ended.stdout) as { ok: boolean; findings: Finding[] } };
}

/** One visit, with more arguments after the command. */
export async function run({ env, settings, args = [] }: Visit, more: readonly string[]) {
  const home = mkdtempSync(join(tmpdir(), 'condenser-doctor-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  if (settings !== undefined) {
    mkdirSync(join(home, 'condenser'));
    writeFileSync(join(home, 'condenser', 'settings.json'), settings);
  }
  const folders = ['CONFIG_HOME', 'DATA_HOME', 'CACHE_HOME', 'STATE_HOME'].map((name) => [
    `XDG_${name}`,
    home,
  ]);
  const environment = { PATH: process.env.PATH, ...Object.fromEntries(folders), ...env };
  const command = [BUNDLE, ...args, 'doctor', ...more];
  return { ...(await runToEnd(process.execPath, command, { env: environment })), home };
}
