import { olderOllama, ollama } from '../provision/ollama.ts';
import { startRealOllama } from './realOllama.ts';

// A process of its own for the test that kills it: starts a server, prints where, and waits.
const [, , version] = process.argv;
const server = [ollama, olderOllama].find((candidate) => candidate.version === version);
const { pid, url } = await startRealOllama(server === undefined ? {} : { server });
process.stdout.write(`${JSON.stringify({ pid, url })}\n`);
