import { readFileSync, writeFileSync } from 'node:fs';

/** The part of bench/results.json that README shows. */
interface Results {
  readonly machine: { processor: string; cores: number; node: string };
  readonly startup: {
    bareNodeMs: Median;
    initializeMs: Median;
    bareNodeMegabytes: Median;
    restMegabytes: Median;
  };
  readonly burst: { sidecar: { totalMs: Median }; bareLoop: { totalMs: Median } };
  readonly prefix: { sharedMs: number; pastedMs: number };
  readonly condense: {
    baselines: { followUps: number; unchanged: number };
    models: Readonly<Record<string, { namedShare: number }>>;
  };
}

interface Median {
  readonly median: number;
}

/** What README shows is what this model does; the smaller one is in docs/condense.md. */
const CONDENSE_MODEL = 'qwen 1.5b';

const MARKED = /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/;

/** The table of figures as README shows it: five rows, each beside its baseline. */
export function figuresTable(results: unknown): string {
  // Written by this program, and compared by a test.
  const { machine, startup, burst, prefix, condense } = results as Results;
  const { followUps, unchanged } = condense.baselines;
  const rows = [
    ['', 'Condenser', 'Baseline'],
    ['---', '---', '---'],
    [
      'Start, until the first request is answered',
      `${startup.initializeMs.median} ms`,
      `${startup.bareNodeMs.median} ms: \`node -e 0\``,
    ],
    [
      'Memory at rest',
      `${startup.restMegabytes.median} MB`,
      `${startup.bareNodeMegabytes.median} MB: an empty Node process`,
    ],
    [
      'An answer of 2,000 tokens in one burst, until the last token',
      `${burst.sidecar.totalMs.median} ms`,
      `${burst.bareLoop.totalMs.median} ms: a loop that only reads the stream`,
    ],
    [
      'Reading the prompts of the tenth turn, on Ollama 0.17.4',
      `${prefix.sharedMs} ms`,
      `${prefix.pastedMs} ms: the history pasted into each prompt`,
    ],
    [
      'Standalone questions that name the subject of the follow-up, 1.5B',
      percent(condense.models[CONDENSE_MODEL]?.namedShare),
      `${percent(unchanged / followUps)}: the follow-up unchanged`,
    ],
  ];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${table}\n\n${machine.processor}, ${machine.cores} cores, Node ${machine.node}.\n`;
}

function percent(share: number | undefined): string {
  if (share === undefined) throw new Error(`No figures of ${CONDENSE_MODEL}`);
  return `${Math.round(share * 100)} %`;
}

/** The file with the table in its place. */
export function withFigures(text: string, results: unknown): string {
  return text.replace(MARKED, (_, start: string, end: string) => {
    return `${start}${figuresTable(results)}${end}`;
  });
}

/** Puts the table into both READMEs. */
export function writeReadmeFigures(results: unknown): void {
  for (const file of ['README.md', 'README.zh-CN.md']) {
    writeFileSync(file, withFigures(readFileSync(file, 'utf8'), results));
  }
}
