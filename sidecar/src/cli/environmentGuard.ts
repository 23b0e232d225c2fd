import { isAbsolute } from 'node:path';

/**
 * `@langchain/core` reads variables that were set for other programs: `LANGCHAIN_VERBOSE` prints
 * prompts to stdout, which carries the protocol, and `LC_OUTPUT_VERSION` changes the shape of
 * messages. They are removed before it loads. The bundle has no tracing client for the others to
 * switch on; removed with them, they cost no work either, and what runs unbundled is covered too.
 */
const foreign = /^(LANGCHAIN_|LANGSMITH_|LC_OUTPUT_VERSION$)/;

for (const name of Object.keys(process.env)) {
  if (foreign.test(name)) delete process.env[name];
}

/**
 * Relative folders would let the current folder, a project perhaps, decide our settings and which
 * engine is loaded. The specification of these variables has relative ones ignored.
 */
for (const name of Object.keys(process.env)) {
  if (/^(XDG_\w+_)?HOME$/.test(name) && !isAbsolute(process.env[name] ?? ''))
    delete process.env[name];
}
