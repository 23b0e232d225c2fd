/**
 * `npm run bench [-- startup prefix store]`: measures speed and memory, with baselines in the same run.
 * Prints a table and writes bench/results.json, which keeps the figures of other sections.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureBundle } from './bundle.ts';
import { measureCondense } from './condense/condense.ts';
import { measureCrowd } from './crowd.ts';
import { measureDesktop } from './desktop.ts';
import { measureLangserve } from './langserve.ts';
import { measureLongAnswer } from './longAnswer.ts';
import { measureLongConversation } from './longConversation.ts';
import { describeMachine } from './machine.ts';
import { measurePage } from './page.ts';
import { measurePrefix } from './prefix.ts';
import { writeReadmeFigures } from './readmeFigures.ts';
import { measureStartup } from './startup.ts';
import { measureStore } from './store.ts';
import { measureTokens } from './tokens.ts';

const RESULTS = 'bench/results.json';

const sections: Readonly<Record<string, () => Promise<unknown>>> = {
  bundle: async () => measureBundle(),
  startup: measureStartup,
  flatOut: () => measureTokens({ tokens: 2000, reply: {}, rounds: 9 }),
  burst: () => measureTokens({ tokens: 2000, reply: { chunking: 'burst' }, rounds: 9 }),
  paced: () => measureTokens({ tokens: 200, reply: { pace: 5 }, rounds: 5 }),
  langserve: measureLangserve,
  crowd: measureCrowd,
  longAnswer: measureLongAnswer,
  prefix: measurePrefix,
  condense: measureCondense,
  store: measureStore,
  page: measurePage,
  longConversation: measureLongConversation,
  desktop: measureDesktop,
};

const { positionals } = parseArgs({ allowPositionals: true });
const wanted = positionals.length === 0 ? Object.keys(sections) : positionals;
const results: Record<string, unknown> = readResults();
results.machine = describeMachine();
for (const name of wanted) {
  const measure = sections[name];
  if (!measure) throw new Error(`no section ${name}: ${Object.keys(sections).join(', ')}`);
  process.stderr.write(`${name} …\n`);
  const figures = await measure();
  if (figures === undefined) {
    process.stdout.write(`${name}: not measured, its part is not on this machine\n`);
    continue;
  }
  results[name] = rounded(figures);
  process.stdout.write(`${name}: ${JSON.stringify(results[name], null, 2)}\n`);
}
mkdirSync('bench', { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);

function readResults(): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function rounded(figures: unknown): unknown {
  return JSON.parse(JSON.stringify(figures), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(3)) : value,
  ) as unknown;
}
writeReadmeFigures(results);
// A sidecar left over after an error must not keep the process alive.
process.exit();
