import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Random } from '../unit/random.ts';

/** An intact file, and the path of the damaged one to create. */
export interface Damaging {
  readonly path: string;
  readonly good: Buffer;
  readonly random: Random;
}

type Damage = (given: Damaging) => unknown;

/** Even root cannot read it. */
const UNREADABLE = '/sys/bus/platform/uevent';
const NEWLINE = 0x0a;

const text = (make: (good: string, random: Random) => string): Damage => {
  return ({ path, good, random }) => writeFileSync(path, make(good.toString(), random));
};
const bytes = (make: (good: Buffer, random: Random) => Buffer): Damage => {
  return ({ path, good, random }) => writeFileSync(path, make(good, random));
};
const record = (change: object, type = 'turnStarted'): Damage =>
  text((good) => lines(good, type, (line) => JSON.stringify({ ...JSON.parse(line), ...change })));
const noise = (random: Random, length: number) =>
  Buffer.from(Array.from({ length }, () => random.integer(0, 255)));
const header = (change: object): Damage => record(change, 'header');

/** Kinds of damage to the file of a conversation. A list reports each of them. */
export const damages: Readonly<Record<string, Damage>> = {
  'a folder': ({ path }) => mkdirSync(path),
  'a folder with files in it': ({ path, good }) => {
    mkdirSync(path);
    writeFileSync(join(path, 'inside.jsonl'), good);
  },
  'a pipe': ({ path }) => execFileSync('mkfifo', [path]),
  'a socket': ({ path }) => listenOnce(path),
  'a circular link': ({ path }) => symlinkSync(path, path),
  'a dangling link': ({ path }) => symlinkSync(`${path}.gone`, path),
  'a link to a folder': ({ path }) => symlinkSync('/', path),
  'a link to an endless device': ({ path }) => symlinkSync('/dev/zero', path),
  'a link to a terminal': ({ path }) => symlinkSync('/dev/tty', path),
  'a link to a file of the system': ({ path }) => symlinkSync('/proc/version', path),
  'a file of another user': ({ path, good }) => {
    if (process.getuid?.() === 0 && existsSync(UNREADABLE)) return symlinkSync(UNREADABLE, path);
    writeFileSync(path, good);
    return chmodSync(path, 0);
  },
  'an empty file': bytes(() => Buffer.alloc(0)),
  'blank lines': text(() => '\n  \n\n'),
  'random bytes': bytes((_, random) => noise(random, 4000)),
  NULs: bytes(() => Buffer.alloc(8192)),
  'NULs to the end': bytes((good, random) =>
    Buffer.concat([
      good.subarray(0, random.integer(90, 150)),
      Buffer.alloc(4096),
      Buffer.from('\n'),
    ]),
  ),
  'larger than memory': ({ path }) => {
    writeFileSync(path, '');
    truncateSync(path, 2 ** 40);
  },
  'a huge hole': ({ path }) => {
    writeFileSync(path, '');
    truncateSync(path, 2 ** 23);
  },
  'a file cut in its first line': bytes((good, random) => good.subarray(0, random.integer(1, 90))),
  'a file cut in its first question': bytes((good, random) =>
    good.subarray(0, good.indexOf(NEWLINE) + random.integer(2, 60)),
  ),
  'a JSON array': text((good) => `[${good.trim().split('\n').join(',\n')}]\n`),
  'a page of HTML': text(() => '<!doctype html>\n<title>Not found</title>\n'),
  'a compressed file': bytes((good) => gzipSync(good)),
  'a file in UTF-16': bytes((good) => Buffer.from(good.toString(), 'utf16le')),
  'a byte order mark': text((good) => `\uFEFF${good}`),
  'bytes that are not UTF-8': bytes((good) => swapped(good, 'Question', [0xff, 0xfe])),
  'the header of another format': header({ format: 'other' }),
  'a newer version': header({ version: 7 }),
  'a version of 0': header({ version: 0 }),
  'a version in words': header({ version: 'one' }),
  'a text that is a number': record({ text: 7 }),
  'a question without an id': record({ turnId: null }),
  'an unknown type': record({ type: 'rejected' }),
  'the greatest offset': record(
    { answer: { offset: Number.MAX_SAFE_INTEGER, text: 'x' } },
    'turnFinished',
  ),
  'an offset beyond all numbers': text((good) =>
    good.replace('"offset":0', '"offset":9007199254740992'),
  ),
  'an impossible length': record({ answerLength: 2 ** 50 }, 'turnFinished'),
  'deep nesting': text((good) => `${good}{"type":"turnStarted","context":${'['.repeat(100_000)}\n`),
  'a huge line': text((good) => `${good}${'x'.repeat(4_000_000)}\n`),
  'very many lines': text((good) => `${good}${'{}\n'.repeat(20_000)}`),
  'a line without its newline': text((good) => good.replace('}\n{', '}!{')),
};

/** Changes the lines of a type. */
function lines(good: string, type: string, change: (line: string) => string): string {
  const isWanted = (line: string) => line.startsWith(`{"type":"${type}"`);
  return good.replace(/.+/g, (line) => (isWanted(line) ? change(line) : line));
}

function swapped(good: Buffer, word: string, by: readonly number[]): Buffer {
  const changed = Buffer.from(good);
  changed.set(by, changed.indexOf(word));
  return changed;
}

/** Leaves a socket behind, as a program does that is killed. */
function listenOnce(path: string): void {
  const listen = `.listen(${JSON.stringify(path)}, () => process.kill(process.pid, 9))`;
  spawnSync(process.execPath, ['-e', `require('node:net').createServer()${listen}`]);
}
