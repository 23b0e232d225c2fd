/** What the process has to change about itself before any other module loads. */
import { isAbsolute } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/**
 * `@langchain/core` reads variables that were set for other programs: `LANGCHAIN_VERBOSE` prints
 * prompts to stdout, which carries the protocol, and `LC_OUTPUT_VERSION` changes the shape of
 * messages. The tracing variables have no effect in the bundle, which contains no tracing client;
 * without them, unbundled code sends nothing either.
 */
const FOREIGN_VARIABLES = /^(LANGCHAIN_|LANGSMITH_|LC_OUTPUT_VERSION$)/;
/** The base folders of the user (XDG), and the home folder. */
const FOLDER_VARIABLES = /^(XDG_\w+_)?HOME$/;

for (const [name, value = ''] of Object.entries(process.env)) {
  // A relative folder would let the current project supply our settings and the built-in engine.
  // The XDG specification says to ignore it.
  const isRelativeFolder = FOLDER_VARIABLES.test(name) && !isAbsolute(value);
  if (FOREIGN_VARIABLES.test(name) || isRelativeFolder) delete process.env[name];
}

// V8 lets the young generation grow to 32 MB and keeps it. Nearly all objects here die with the
// token they carry, so it stays at its initial size: a sidecar runs beside an editor and a model.
setFlagsFromString('--semi-space-growth-factor=1');
