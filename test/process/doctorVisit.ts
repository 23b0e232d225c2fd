import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { runToEnd } from './runToEnd.ts';

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');

/** A finding in the output of `condenser doctor --json`. */
export interface Finding {
  readonly id: string;
  readonly level: string;
  readonly found: string;
  readonly whatToDo?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The environment of a doctor run, with an empty home that is removed after the test. */
export interface Visit {
  readonly env?: Readonly<Record<string, string>>;
  /** The text of `settings.json`. */
  readonly settings?: string;
  readonly args?: readonly string[];
}

/** The finding with this id; throws if there is none. */
export function byId(findings: readonly Finding[], id: string): Finding {
  const found = findings.find((finding) => finding.id === id);
  if (!found) throw new Error(`no finding ${id}`);
  return found;
}

/** Runs the doctor and returns its report. */
export async function examine(visit: Visit) {
  const ended = await run(visit, ['--json']);
  return { ...ended, json: JSON.parse(ended.stdout) as { ok: boolean; findings: Finding[] } };
}

/** Runs the doctor with more arguments. */
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
