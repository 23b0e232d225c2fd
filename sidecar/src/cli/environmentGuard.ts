import { isAbsolute } from 'node:path';

/**
 * `@langchain/core` starts sending every prompt to a tracing service when it finds one of these
 * variables, and changes the shape of its messages when it finds another. Nothing leaves this
 * machine because of a variable that was set for another program, so they are removed before
 * anything can read them.
 */
const foreign = /^(LANGCHAIN_|LANGSMITH_|LC_OUTPUT_VERSION$)/;

for (const name of Object.keys(process.env)) {
  if (foreign.test(name)) delete process.env[name];
}

/**
 * Folders that begin at the one that somebody stands in would let a project say what our settings
 * are and which engine is loaded. They are ignored, as their specification has it.
 */
for (const name of Object.keys(process.env)) {
  if (/^(XDG_\w+_)?HOME$/.test(name) && !isAbsolute(process.env[name] ?? ''))
    delete process.env[name];
}
