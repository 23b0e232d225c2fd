// npm run check: format and lint, types from scratch, generated files that are committed. With
// "--all" it gets what checks the Kotlin first; without it, a missing ktlint is named.
import { rmSync } from 'node:fs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

await prepare();
if (process.argv.includes('--all')) await run('tsx', ['test/provision/cli.ts', 'ktlint']);
// Left-over declarations would let a package import what it does not reference.
rmSync('.types', { recursive: true, force: true });
await run('biome', ['check', '--error-on-warnings', '.']);
await run('tsc', ['-b']);
await run('tsx', ['protocol/tools/writeSnapshot.ts', '--check']);
await run('tsx', ['protocol/tools/writeLight.ts', '--check']);
await run('tsx', ['protocol/tools/writeDocs.ts', '--check']);
await run('tsx', ['tools/importRules.ts', '--check']);
await run('tsx', ['test/provision/kotlinStyle.ts']);
process.stderr.write('check: all in order\n');
