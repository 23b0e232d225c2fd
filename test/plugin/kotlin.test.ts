import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runToEnd } from '../process/runToEnd.ts';
import { javaTools } from '../provision/javaTools.ts';

const maven = await javaTools.locate();
const plugin = resolve(import.meta.dirname, '../../plugin');
const reports = join(plugin, 'target', 'surefire-reports');

describe.skipIf(maven === undefined)('the Kotlin of the plugin', () => {
  it('passes its own tests, with the built sidecar and with misbehaving ones', async () => {
    rmSync(reports, { recursive: true, force: true });
    const { code, stdout } = await runToEnd('mvn', ['-q', '-B', 'test'], { cwd: plugin });

    expect(code, stdout).toBe(0);
    // Maven silently skips classes whose name does not end in Test.
    expect(testCount()).toBeGreaterThan(50);
  }, 900_000);
});

/** The number of tests in Maven's reports. */
function testCount(): number {
  return readdirSync(reports)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => readFileSync(join(reports, name), 'utf8'))
    .map((text) => Number(/<testsuite [^>]*\btests="(\d+)"/.exec(text)?.[1] ?? 0))
    .reduce((sum, count) => sum + count, 0);
}
