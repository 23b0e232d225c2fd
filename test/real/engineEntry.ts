import { runEngine } from '@condenser/sidecar/engine/runEngine.ts';

// The engine's process, from source: what the hidden command of the bundle does.
const { stdin: input, stdout: output, stderr: errors } = process;
process.exit(await runEngine(process.argv[2] ?? '', { input, output, errors }));
