import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A home that several sidecars can share. */
export async function startHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'condenser-home-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return home;
}

/** The folder of the conversations in this home. */
export function conversationsFolder(home: string): string {
  return join(home, 'data', 'condenser', 'conversations');
}

/** All complete lines of all conversations, parsed; throws on an invalid line. */
export function linesOf(home: string): Record<string, unknown>[] {
  const folder = conversationsFolder(home);
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
}
