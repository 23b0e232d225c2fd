import { olderOllama, ollama } from '../provision/ollama.ts';
import { startRealOllama } from './realOllama.ts';

// A process for a test to kill: starts a server, prints its address, and waits.
const [, , version] = process.argv;
const server = [ollama, olderOllama].find((candidate) => candidate.version === version);
const { pid, url } = await startRealOllama(server === undefined ? {} : { server });
process.stdout.write(`${JSON.stringify({ pid, url })}\n`);
