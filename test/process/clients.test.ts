import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ChatEvent, ChatSendResult } from '@condenser/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { neovim } from '../provision/neovim.ts';
import { startFake } from './starting.ts';

const EDITORS = resolve(import.meta.dirname, '../../editors');
const nvim = await neovim.locate();
const python = await runs('python3', ['--version']);

/** The documented clients, run as documented. */
const clients = [
  {
    name: 'the Python client',
    standalone: 'What is a closure in Python?',
    missing: python ? undefined : 'python3',
    command: ['python3', join(EDITORS, 'python/condenser_client.py')],
  },
  {
    name: 'the Neovim client',
    standalone: 'What is a closure in Lua?',
    missing: nvim === undefined ? 'neovim' : undefined,
    command: [
      nvim ?? 'nvim',
      ...['--headless', '--clean', '-u', 'NONE'],
      ...['-c', `luafile ${join(EDITORS, 'neovim/condenser_client.lua')}`],
    ],
  },
] as const;

describe.each(clients)('$name', ({ command, missing, standalone }) => {
  const note = missing === undefined ? '' : ` (not on this machine: ${missing})`;
  it.skipIf(missing !== undefined)(
    `is answered once, stops its second answer, and leaves in good order${note}`,
    async () => {
      const answer = ['A function', ' and its', ' 周围.'];
      const fake = await startFake({
        replies: [
          { tokens: answer },
          // No condense call: a rule combines the follow-up with the previous question.
          // Held after its first piece until the client stops it.
          { tokens: ['They', ' capture', ' variables.'], hold: [1] },
        ],
      });
      const { code, lines } = await run(command, fake.url);
      expect(code).toBe(0);
      expect(labels(lines)).toEqual([
        'initialize',
        ...['started', 'delta', 'usage', 'finished', 'chat/send'],
        ...['started', 'condensed', 'delta', 'usage', 'finished', 'chat/send'],
        'shutdown',
      ]);
      expect(lines[0]?.value).toMatchObject({ protocolVersion: 1 });
      const [first, second] = valuesOf<ChatSendResult>(lines, 'chat/send');
      expect(first).toMatchObject({ stopReason: 'complete', answer: answer.join('') });
      expect(second).toMatchObject({
        stopReason: 'cancelled',
        answer: 'They',
        standaloneQuestion: standalone,
        conversationId: first?.conversationId,
      });
      expect(textOf(lines, first)).toBe(answer.join(''));
      expect(textOf(lines, second)).toBe('They');
      expect(valuesOf(lines, 'finished')).toMatchObject([
        { stopReason: 'complete', turnId: first?.turnId },
        { stopReason: 'cancelled', turnId: second?.turnId },
      ]);
      const { request } = await fake.log.waitFor('closedByClient');
      expect(fake.log.of('held').map((held) => held.request)).toEqual([request]);
    },
  );
});

interface Line {
  readonly label: string;
  readonly value: unknown;
}

/** Counts consecutive deltas as one, because their number depends on the reads. */
function labels(lines: readonly Line[]): string[] {
  const all = lines.map(({ label }) => label);
  return all.filter((label, index) => label !== all[index - 1]);
}

function valuesOf<Value>(lines: readonly Line[], wanted: string): Value[] {
  return lines.filter(({ label }) => label === wanted).map(({ value }) => value as Value);
}

/** Joins the deltas of a turn by their offsets. */
function textOf(lines: readonly Line[], turn: ChatSendResult | undefined): string {
  let text = '';
  for (const delta of valuesOf<Delta>(lines, 'delta')) {
    if (delta.turnId !== turn?.turnId) continue;
    expect(delta.offset).toBe(text.length);
    text += delta.text;
  }
  return text;
}

type Delta = Extract<ChatEvent, { kind: 'delta' }>;

function run(
  [program = '', ...args]: readonly string[],
  host: string,
): Promise<{ code: number | null; lines: Line[] }> {
  const home = mkdtempSync(join(tmpdir(), 'condenser-client-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const env = { PATH: process.env.PATH, HOME: home, OLLAMA_HOST: host };
  return new Promise((done) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('close', (code) => done({ code, lines: output.trim().split('\n').map(parse) }));
  });
}

/** A label followed by JSON. */
function parse(line: string): Line {
  const space = line.indexOf(' ');
  return { label: line.slice(0, space), value: JSON.parse(line.slice(space + 1)) };
}

function runs(program: string, args: string[]): Promise<boolean> {
  return new Promise((done) => {
    spawn(program, args, { stdio: 'ignore' })
      .once('error', () => done(false))
      .once('exit', (code) => done(code === 0));
  });
}
