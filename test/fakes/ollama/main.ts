/**
 * The fake as a program: `tsx test/fakes/ollama/main.ts [--script FILE] [--events]`.
 * Prints `{"port", "url"}` as a line of JSON when it listens; with `--events`, its events as lines of
 * JSON on stderr. A signal ends it.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startFakeOllama } from './fakeOllama.ts';
import type { FakeScript } from './script.ts';

const { values } = parseArgs({
  options: { script: { type: 'string' }, events: { type: 'boolean' } },
});
const script: FakeScript =
  values.script === undefined ? {} : JSON.parse(readFileSync(values.script, 'utf8'));
const fake = await startFakeOllama(script);
if (values.events) {
  fake.log.onEvent((event) => process.stderr.write(`${JSON.stringify(event)}\n`));
}
process.stdout.write(`${JSON.stringify({ port: fake.port, url: fake.url })}\n`);
