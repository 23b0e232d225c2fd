import { readFileSync, writeFileSync } from 'node:fs';

/** The part of bench/results.json shown in the README. */
interface Results {
  readonly machine: { processor: string; cores: number; node: string };
  readonly bundle: { kilobytes: number; gzippedKilobytes: number };
  readonly startup: {
    bareNodeMs: { median: number };
    initializeMs: { median: number };
    startRatio: number;
    bareNodeMegabytes: { median: number };
    restMegabytes: { median: number };
  };
  readonly flatOut: Pass;
  readonly burst: Pass;
  readonly longAnswer: { beforeMegabytes: number; peakMegabytes: number };
  readonly store: {
    append: {
      fewMs: { median: number };
      manyMs: { median: number };
      timeRatio: number;
      fewBytes: { median: number };
      manyBytes: { median: number };
    };
    list: { missingIndexMs: number; indexMs: number };
    search: { firstMs: number; laterMs: { median: number } };
  };
  readonly prefix: { sharedMs: number; pastedMs: number; ratio: number };
  readonly langserve: {
    flatOut: Served;
    burst: Served;
    concurrent: {
      streams: number;
      tokens: number;
      servedMs: { median: number };
      directMs: { median: number };
      memoryMegabytes: number;
    };
  };
  readonly page: {
    paced: { firstFrameMs: number; lastFrameMs: number; ratio: number };
  };
}

interface Served {
  readonly served: PassFigures;
  readonly direct: Pick<PassFigures, 'firstTokenMs' | 'totalMs'>;
}

interface Pass {
  readonly sidecar: PassFigures;
  readonly bareLoop: PassFigures;
}

interface PassFigures {
  readonly firstTokenMs: { median: number };
  readonly totalMs: { median: number };
  readonly cpuMicrosPerToken: { median: number };
}

const MARKED = /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/;

/** The table of figures for the README. */
export function figuresTable(results: unknown): string {
  // Written by this program, and compared by a test.
  const { machine, bundle, startup, flatOut, burst, longAnswer, prefix, store, langserve, page } =
    results as Results;
  const pass = ({ sidecar, bareLoop }: Pass) =>
    [sidecar, bareLoop].map(
      ({ firstTokenMs, totalMs, cpuMicrosPerToken }) =>
        `${firstTokenMs.median} ms · ${totalMs.median} ms · ${cpuMicrosPerToken.median} µs`,
    );
  const rows = [
    ['', 'Condenser', 'baseline'],
    ['---', '---', '---'],
    [
      'spawn → `initialize` · bare Node',
      `${startup.initializeMs.median} ms (× ${startup.startRatio})`,
      `${startup.bareNodeMs.median} ms`,
    ],
    [
      'memory at rest · bare Node',
      `${startup.restMegabytes.median} MB`,
      `${startup.bareNodeMegabytes.median} MB`,
    ],
    ['2,000 tokens, one per write: first · all · CPU per token · bare loop', ...pass(flatOut)],
    ['2,000 tokens in one burst · bare loop', ...pass(burst)],
    [
      'peak memory of a 100,000-token answer · before it',
      `${longAnswer.peakMegabytes} MB`,
      `${longAnswer.beforeMegabytes} MB`,
    ],
    [
      'prompt evaluation at turn 10: shared prefix · pasted history',
      `${prefix.sharedMs} ms`,
      `${prefix.pastedMs} ms (× ${prefix.ratio})`,
    ],
    ...storeRows(store),
    ...serveRows(langserve),
    [
      'a frame of a 20,000-token answer in the page: the last 1,000 tokens · the first 1,000',
      `${page.paced.lastFrameMs} ms (× ${page.paced.ratio})`,
      `${page.paced.firstFrameMs} ms`,
    ],
    ['bundle · gzipped', `${bundle.kilobytes} kB`, `${bundle.gzippedKilobytes} kB`],
  ];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${table}\n\n${machine.processor}, ${machine.cores} cores, Node ${machine.node}.\n`;
}

function storeRows({ append, list, search }: Results['store']): string[][] {
  const { manyMs, manyBytes, fewMs, fewBytes, timeRatio } = append;
  return [
    [
      'saving one more turn: the 10,000th of a conversation · the 10th',
      `${manyMs.median} ms · ${manyBytes.median} bytes (× ${timeRatio})`,
      `${fewMs.median} ms · ${fewBytes.median} bytes`,
    ],
    [
      '10,000 conversations, 1,000,000 words: list · search · both with their index missing',
      `${list.indexMs} ms · ${search.laterMs.median} ms`,
      `${list.missingIndexMs} ms · ${search.firstMs} ms`,
    ],
  ];
}

function serveRows({ flatOut, burst, concurrent }: Results['langserve']): string[][] {
  const row = ({ served, direct }: Served) => [
    `${served.firstTokenMs.median} ms · ${served.totalMs.median} ms`,
    `${direct.firstTokenMs.median} ms · ${direct.totalMs.median} ms`,
  ];
  const { streams, tokens, servedMs, directMs, memoryMegabytes } = concurrent;
  return [
    ['`serve`, 2,000 tokens, one per write: first · all · a direct connection', ...row(flatOut)],
    ['`serve`, 2,000 tokens in one burst · a direct connection', ...row(burst)],
    [
      `\`serve\`, ${streams} streams of ${tokens} tokens · memory after them · direct`,
      `${servedMs.median} ms · ${memoryMegabytes} MB`,
      `${directMs.median} ms`,
    ],
  ];
}

/** The file with its table replaced. */
export function withFigures(text: string, results: unknown): string {
  return text.replace(MARKED, (_, start: string, end: string) => {
    return `${start}${figuresTable(results)}${end}`;
  });
}

/** Updates the table in both READMEs. */
export function writeReadmeFigures(results: unknown): void {
  for (const file of ['README.md', 'README.zh-CN.md']) {
    writeFileSync(file, withFigures(readFileSync(file, 'utf8'), results));
  }
}
