import { startRealEngine } from './realEngine.ts';

// A process for a test to kill: starts an engine, prints its address, and waits.
const { processId, url } = await startRealEngine();
process.stdout.write(`${JSON.stringify({ processId, url })}\n`);
