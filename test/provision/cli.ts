import { parseArgs } from 'node:util';
import { type Part, ProvisionError } from './part.ts';
import { benchParts, condenseParts, parts } from './parts.ts';

const usage = `tsx test/provision/cli.ts [--list | --missing] [--bench | part…]

Gets the real parts that some tests run against: the named ones, or all but those that only benchmarks
need. --bench: the parts of 'npm run bench -- condense'. --list prints all parts with their paths;
--missing prints only the missing ones, with the subjects that are not tested without them.
Parts: ${quotedNames(parts)}.
For benchmarks: ${quotedNames(benchParts)}.`;

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const unnamed = values.bench ? condenseParts : parts;
  const wanted = positionals.length === 0 ? unnamed : positionals.map(partNamed);
  if (values.help) {
    say(usage);
  } else if (values.list) {
    await list(wanted);
  } else if (values.missing) {
    await listMissing(wanted);
  } else {
    for (const part of wanted) {
      await provision(part);
    }
  }
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        bench: { type: 'boolean' },
        list: { type: 'boolean' },
        missing: { type: 'boolean' },
      },
    });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new ProvisionError(problem, '--help says what there is.', { cause: error });
  }
}

function partNamed(name: string): Part {
  const all = [...parts, ...benchParts];
  const part = all.find((candidate) => candidate.name === name);
  if (part === undefined) {
    throw new ProvisionError(`There is no part '${name}'.`, `name one of ${quotedNames(all)}.`);
  }
  return part;
}

function quotedNames(all: readonly Part[]): string {
  return all.map((part) => `'${part.name}'`).join(', ');
}

async function list(wanted: readonly Part[]): Promise<void> {
  for (const part of wanted) {
    say(`${part.name}\n  ${part.describe}\n  ${(await part.locate()) ?? 'missing'}`);
  }
}

async function listMissing(wanted: readonly Part[]): Promise<void> {
  for (const part of wanted) {
    if ((await part.locate()) !== undefined) continue;
    say(`Not on this machine: ${part.name}. Not tested without it: ${part.skips}.`);
  }
}

async function provision(part: Part): Promise<void> {
  const started = performance.now();
  say(`${part.name}: ${part.describe}`);
  const found = await part.locate();
  const path = found ?? (await part.provision((line) => say(`${part.name}: ${line}`)));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const how = found === undefined ? `done in ${seconds} s` : 'already provisioned';
  say(`${part.name}: ${how}: ${path}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function explain(error: unknown): string {
  if (error instanceof ProvisionError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
