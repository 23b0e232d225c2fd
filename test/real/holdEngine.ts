import { startRealEngine } from './realEngine.ts';

// A process of its own for the test that kills it: starts an engine, says where, and waits.
const { processId, url } = await startRealEngine();
process.stdout.write(`${JSON.stringify({ processId, url })}\n`);
