import { randomUUID } from 'node:crypto';
import {
  type ChatEvent,
  ConversationGetRequest,
  type ConversationGetResult,
  ConversationListRequest,
} from '@condenser/protocol';
import { describe, expect, it, test } from 'vitest';
import { Random } from '../unit/random.ts';
import { openStore } from '../unit/store/storeFixture.ts';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startFake, startSidecar } from './starting.ts';
import { conversationsFolder, linesOf, startHome } from './storeFiles.ts';

const WORDS = ['eins ', 'zwei ', '三 ', 'четыре ', '五 ', '🙂 '];
/** How much of a running answer may be lost, in the time that the process was running. */
const LOST_MS = 250;
const TICK_MS = 10;

/** The kills of a run share a home, so that later ones find what earlier ones have left. */
const RUNS = 4;
const KILLS = 50;
/** Each kill waits for an event; only one that never comes reaches this. */
const HANG_MS = 60 * 60_000;

describe('kill -9 in the middle of a stream', () => {
  it.each(Array.from({ length: RUNS }, (_, run) => run))(
    `loses no question, no finished answer, and at most ${LOST_MS} ms of the running one (50 times, run %i)`,
    async (index) => {
      const random = new Random(index + 1);
      const home = await startHome();
      const tokens = Array.from({ length: 400 }, (_, at) => WORDS[at % WORDS.length] ?? '');
      const finished = new Map<string, string>();
      const started = new Set<string>();
      const fake = await startFake({
        replies: Array.from({ length: KILLS }, () => ({
          tokens,
          pace: 2,
          match: { lastMessage: 'Long' },
        })),
        otherwise: { tokens: ['Short.'] },
      });
      for (let kill = 0; kill < KILLS; kill += 1) {
        const sidecar = await startSidecar({
          fake,
          home,
          settings: { strategy: 'history', titles: 'question' },
        });
        if (kill % 5 === 0) {
          const short = await sidecar.ask('Short?');
          finished.set(short.turnId, short.answer);
          started.add(short.turnId);
        }
        const seen = await killWhileStreaming(sidecar, random.integer(1, 120));
        started.add(seen.turnId);
        const { turns } = await readFiles(home, seen.conversationId);
        const turn = turns.find(({ turnId }) => turnId === seen.turnId);
        expect(turn).toMatchObject({ text: 'Long?' });
        expect(turn?.stopReason).toBeUndefined();
        expect(tokens.join('').startsWith(turn?.answer ?? '-')).toBe(true);
        expect(turn?.answer.length).toBeGreaterThanOrEqual(seen.safeLength);
      }
      const kept = linesOf(home);
      const startedLines = kept
        .filter(({ type }) => type === 'turnStarted')
        .map(({ turnId }) => turnId);
      expect([...started].filter((turnId) => !startedLines.includes(turnId))).toEqual([]);
      await expectFinished(home, finished);
    },
    HANG_MS,
  );
});

/** Kills it after so many pieces; returns how much of the answer must be on disk. */
async function killWhileStreaming(sidecar: SidecarProcess, pieces: number) {
  const received: { at: number; length: number }[] = [];
  let length = 0;
  sidecar.events.onEvent((event: ChatEvent) => {
    if (event.kind !== 'delta') return;
    length += event.text.length;
    received.push({ at: performance.now(), length });
  });
  const delay = watchDelay();
  const clientTurnId = randomUUID();
  sidecar.ask('Long?', { clientTurnId }).catch(() => undefined);
  const { turnId, conversationId } = await sidecar.events.waitFor(
    'started',
    (event) => event.clientTurnId === clientTurnId,
  );
  const left = () => pieces - received.length;
  await sidecar.events.waitFor('delta', () => left() <= 0);
  const killed = performance.now();
  sidecar.child.process.kill('SIGKILL');
  await sidecar.child.stop();
  // If this process was kept waiting, so was the sidecar.
  const safe = received.findLast(({ at }) => at < killed - LOST_MS - 2 * delay.stop());
  return { turnId, conversationId, safeLength: safe?.length ?? 0 };
}

/** Measures how long this process was kept from running; `stop` returns the longest time, in ms. */
function watchDelay(): { stop: () => number } {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - TICK_MS);
    last = now;
  }, TICK_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return longest;
    },
  };
}

/** Reads the files in this process. */
async function readFiles(home: string, conversationId: string) {
  const conversation = await openStore(conversationsFolder(home)).store.get(conversationId);
  return { turns: [...(conversation?.turns.values() ?? [])] };
}

async function readBack(home: string, conversationId: string): Promise<ConversationGetResult> {
  const reader = await startSidecar({ home });
  const result = await reader.request(ConversationGetRequest, { conversationId });
  await reader.leave();
  return result;
}

async function expectFinished(home: string, finished: ReadonlyMap<string, string>): Promise<void> {
  const reader = await startSidecar({ home });
  const { conversations } = await reader.request(ConversationListRequest, {
    deleted: false,
    limit: 1000,
  });
  const kept = new Map<string, string>();
  for (const { conversationId } of conversations) {
    const { turns, unreadableLines } = await reader.request(ConversationGetRequest, {
      conversationId,
    });
    expect(unreadableLines).toBe(0);
    for (const turn of turns) kept.set(turn.turnId, turn.answer);
  }
  for (const [turnId, answer] of finished) expect(kept.get(turnId)).toBe(answer);
}

test.each<[string, (sidecar: SidecarProcess) => void]>([
  ['SIGTERM', (sidecar) => sidecar.child.process.kill('SIGTERM')],
  ['a closed stdin', (sidecar) => sidecar.child.process.stdin.end()],
])('%s in the middle of an answer saves the partial answer', async (_, end) => {
  const home = await startHome();
  const fake = await startFake({ replies: [{ tokens: ['One.', ' Two.', ' Three.'], hold: [2] }] });
  const sidecar = await startSidecar({ fake, home });
  sidecar.ask('Count?').catch(() => undefined);
  const { conversationId } = await sidecar.events.waitFor('delta', ({ text }) => / Two/.test(text));
  end(sidecar);
  await sidecar.child.exit;

  const { turns } = await readBack(home, conversationId);

  expect(turns).toMatchObject([{ text: 'Count?', answer: 'One. Two.', stopReason: 'cancelled' }]);
});

test('when Ollama is killed in the middle of an answer, the partial answer is saved with the error', async () => {
  const home = await startHome();
  const fake = await startFake({
    replies: [{ tokens: ['One.', ' Two.'], fault: { kind: 'cut', after: 2, where: 'line' } }],
  });
  const sidecar = await startSidecar({ fake, home });
  const { conversationId } = await sidecar.ask('Count?');
  await sidecar.leave();

  const { turns } = await readBack(home, conversationId);

  expect(turns).toMatchObject([
    { answer: 'One. Two.', stopReason: 'error', error: { data: { kind: 'streamBroken' } } },
  ]);
});

test('a question sent again is the same turn, also in another process', async () => {
  const home = await startHome();
  const fake = await startFake({ replies: [{ tokens: ['Once.'] }] });
  const clientTurnId = randomUUID();
  const first = await startSidecar({ fake, home });
  const asked = await first.ask('Once?', { clientTurnId });
  await first.leave();

  const second = await startSidecar({ fake, home });

  expect(await second.ask('Once?', { clientTurnId })).toEqual(asked);
  expect(fake.chats).toHaveLength(1);
});
