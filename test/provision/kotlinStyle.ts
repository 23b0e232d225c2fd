/**
 * Checks the format and style of the Kotlin sources; with `--format` it mends what it can. Where
 * ktlint or Java is missing it says so and changes nothing.
 */
import { spawnSync } from 'node:child_process';
import { ktlint } from './ktlint.ts';

const SOURCES = ['plugin/src/**/*.kt', '*.gradle.kts'];

const jar = await ktlint.locate();
if (jar === undefined) {
  process.stderr.write(
    `Not checked: ${ktlint.skips}. It needs Java and ktlint: npm run check -- --all gets both.\n`,
  );
} else {
  const format = process.argv.includes('--format') ? ['--format'] : [];
  const options = ['--relative', '--log-level=error', ...format];
  const { status } = spawnSync('java', ['-jar', jar, ...options, ...SOURCES], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
