// npm run bench: builds what is stale, then measures. Which sections: npm run bench -- startup.
import { buildIfStale, prepare } from './prepare.mjs';
import { exitCodeOf } from './run.mjs';

await prepare();
await buildIfStale();
process.exitCode = await exitCodeOf('tsx', ['test/bench/main.ts', ...process.argv.slice(2)]);
