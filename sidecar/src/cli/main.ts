// Import order is execution order: these two have to run before anything else loads.
import './processStreams.ts';
import './processSetup.ts';
import { runCommandLine } from './commandLine.ts';

// Idle keep-alive sockets would otherwise keep the process running.
process.exit(await runCommandLine(process.argv));
