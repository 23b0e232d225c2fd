/**
 * Checks the format and style of the Kotlin sources; with `--format`, fixes them where possible. If
 * ktlint or Java is missing, it reports that and exits with 0.
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
