// npm test: installs and builds what is missing, then runs every test whose parts are on this machine,
// and lists the missing parts. "--all" gets all parts first and counts a skipped test as a failure.
// Other arguments go to vitest: npm test -- --project unit.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale, prepare } from './prepare.mjs';
import { exitCodeOf, run } from './run.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const REPORT = join('.artefacts', 'vitest.json');
const args = process.argv.slice(2);
const all = args.includes('--all');

await prepare();
await buildIfStale();
if (all) await run('tsx', ['test/provision/cli.ts']);

rmSync(REPORT, { force: true });
const code = await exitCodeOf('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${REPORT}`,
  ...args.filter((argument) => argument !== '--all'),
]);
const counts = readCounts();
if (!all) await run('tsx', ['test/provision/cli.ts', '--missing']);
const skippedCount = all ? counts.skipped : 0;
if (skippedCount > 0) {
  process.stdout.write(
    `With --all, a skipped test counts as a failure:\n  ${counts.names.join('\n  ')}\n`,
  );
}
const skippedNote = all || counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
process.stdout.write(
  `${counts.passed} passed, ${counts.failed + skippedCount} failed${skippedNote}\n`,
);
process.exitCode = code !== 0 ? code : counts.passed === 0 || skippedCount > 0 ? 1 : 0;

/** The counts of vitest's report; a run without a report counts as one failure. */
function readCounts() {
  try {
    const report = JSON.parse(readFileSync(REPORT, 'utf8'));
    const suites = report.testResults;
    const skipped = suites.flatMap((suite) =>
      suite.assertionResults.filter((test) => test.status !== 'passed' && test.status !== 'failed'),
    );
    return {
      passed: report.numPassedTests,
      // A file that fails to load has no tests to count.
      failed: Math.max(report.numFailedTests, report.success ? 0 : 1),
      skipped: skipped.length,
      names: skipped.map((test) => test.fullName),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, names: [] };
  }
}
