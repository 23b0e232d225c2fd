import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A home that several sidecars use, in turn or at once. */
export async function startHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'condenser-home-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return home;
}

/** The conversations folder of a sidecar with this home. */
export function conversationsFolder(home: string): string {
  return join(home, 'data', 'condenser', 'conversations');
}

/** Every whole line of every conversation, parsed; throws if one is not JSON. */
export function linesOf(home: string): Record<string, unknown>[] {
  const folder = conversationsFolder(home);
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
}
