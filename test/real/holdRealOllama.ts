import { startRealOllama } from './realOllama.ts';

// A process of its own for the test that kills it: starts a server, prints where, and waits.
const server = await startRealOllama();
process.stdout.write(`${JSON.stringify({ pid: server.pid, url: server.url })}\n`);
