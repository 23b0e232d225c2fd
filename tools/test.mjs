// npm test: installs and builds what is missing, then runs every test that this machine has the
// parts for, and names the parts it lacks with what they cost. "--all" gets every part first and
// takes a skipped test for a failure. Everything else is vitest's: npm test -- --project unit.
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
  process.stdout.write(`With --all a skipped test is a failure:\n  ${counts.names.join('\n  ')}\n`);
}
const skippedNote = all || counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
process.stdout.write(
  `${counts.passed} passed, ${counts.failed + skippedCount} failed${skippedNote}\n`,
);
process.exitCode = code !== 0 ? code : counts.passed === 0 || skippedCount > 0 ? 1 : 0;

/** What vitest counted; a run that wrote no report has failed as one. */
function readCounts() {
  try {
    const report = JSON.parse(readFileSync(REPORT, 'utf8'));
    const suites = report.testResults;
    const skipped = suites.flatMap((suite) =>
      suite.assertionResults.filter((test) => test.status !== 'passed' && test.status !== 'failed'),
    );
    return {
      passed: report.numPassedTests,
      // A file that did not even load has no tests to fail.
      failed: Math.max(report.numFailedTests, report.success ? 0 : 1),
      skipped: skipped.length,
      names: skipped.map((test) => test.fullName),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, names: [] };
  }
}
