// npm run bench: builds what is stale, then measures. Which sections: npm run bench -- startup.
// "condense" downloads its real models first, about 1.7 GB.
import { buildIfStale, prepare } from './prepare.mjs';
import { exitCodeOf, run } from './run.mjs';

const sections = process.argv.slice(2);
await prepare();
await buildIfStale();
if (sections.includes('condense')) await run('tsx', ['test/provision/cli.ts', '--bench']);
process.exitCode = await exitCodeOf('tsx', ['test/bench/main.ts', ...sections]);
