// The one gate: format and lint, types from scratch, what is generated and committed.
import { rmSync } from 'node:fs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

await prepare();
// Left-over declarations would let a room import what it does not reference.
rmSync('.types', { recursive: true, force: true });
await run('biome', ['check', '--error-on-warnings', '.']);
await run('tsc', ['-b']);
await run('tsx', ['protocol/tools/writeSnapshot.ts', '--check']);
await run('tsx', ['protocol/tools/writeLight.ts', '--check']);
await run('tsx', ['protocol/tools/writeDocs.ts', '--check']);
await run('tsx', ['tools/importRules.ts', '--check']);
process.stderr.write('check: all in order\n');
