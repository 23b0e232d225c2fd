// The order of these imports is the order in which they run: the guards come first.
import './streamGuard.ts';
import './environmentGuard.ts';
import './smallHeap.ts';
import { runCommandLine } from './commandLine.ts';

// Sockets that are kept open for the next request must not keep the process.
process.exit(await runCommandLine(process.argv));
