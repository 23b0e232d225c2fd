import { runEngine } from '@condenser/sidecar/builtin/runEngine.ts';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';

// The process of the engine, from source, like the hidden command of the bundle.
const { stdin: input, stdout: output, stderr: errors } = process;
const logger = createLogger(
  (line) => errors.write(line),
  () => 'debug',
  () => new Date(),
);
process.exit(await runEngine(process.argv[2] ?? '', { input, output, errors }, logger));
