import { appendFile } from 'node:fs/promises';
import type { Notice, Usage } from '@condenser/protocol';
import { TurnRecord } from '@condenser/protocol';
import { toTurnRecord } from '@condenser/sidecar/chat/events.ts';
import { parseJsonFile } from '@condenser/sidecar/chat/exportImport/jsonFile.ts';
import { wordingFor } from '@condenser/sidecar/i18n/wording.ts';
import type { Turn } from '@condenser/sidecar/store/conversation.ts';
import { fromLine, serialize } from '@condenser/sidecar/store/records.ts';
import { describe, expect, it } from 'vitest';
import { clock, keep, openStore, question, temporaryFolder } from './storeFixture.ts';

const figures = { promptTokens: 12, answerTokens: 34 };
const durations = { loadDuration: 1, promptEvalDuration: 2, evalDuration: 3, totalDuration: 6 };
const call = { ...figures, ...durations };
const usage = { model: 'fake', contextWindow: 4096, answer: call };

/** Figures that a server may report, or an older version may have written. */
const invalidFigures: readonly (readonly [string, unknown])[] = [
  ['negative', -1],
  ['a fraction', 7.5],
  ['not a number', Number.NaN],
  ['infinite', Number.POSITIVE_INFINITY],
  ['a string', '12'],
  ['huge', 1e300],
  ['null', null],
  ['a list', [1]],
  ['a flag', true],
];

/** JSON.parse accepts any depth, JSON.stringify does not. */
const DEEP = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const deep: unknown = JSON.parse(DEEP);
const circle: Record<string, unknown> = { code: 'notSaved', message: 'x' };
circle.circle = [circle, circle, circle, circle, circle];

/** Invalid fields, each beside a whole answer. */
const invalidFields: readonly (readonly [string, object])[] = [
  ['usage that is a word', { usage: 'much' }],
  ['usage without a model', { usage: { contextWindow: 4096 } }],
  ['a context window of 0', { usage: { ...usage, contextWindow: 0 } }],
  ['a context window that is a fraction', { usage: { ...usage, contextWindow: 0.5 } }],
  ['a model that is a number', { model: 7 }],
  ['a standalone question that is a list', { standaloneQuestion: ['What?'] }],
  ['omitted turns below 0', { omittedTurns: -3 }],
  ['a message that is an object', { userMessage: { role: 'user' } }],
  ['notices that are a word', { notices: 'none' }],
  ['a notice of another version', { notices: [{ code: 'fromTheFuture', message: 'x' }] }],
  ['a deeply nested notice', { notices: [{ code: 'notSaved', message: 'x', deep }] }],
  ['an error that is a word', { error: 'broken' }],
  ['an error with a fractional code', { error: { code: 1.5, message: 'x' } }],
  ['an unknown stop reason', { stopReason: 'tool_calls' }],
  ['an end that is not a timestamp', { endedAt: 'yesterday' }],
];

/** Saves a finished turn with these fields, and reads it in another store. */
async function savedWith(fields: object): Promise<Turn | undefined> {
  const folder = await temporaryFolder();
  const { store } = openStore(folder);
  const conversationId = await keep(store, []);
  const conversation = store.create({ conversationId, createdAt: clock().toISOString() });
  const turn: Turn = question('What is it?');
  await store.saveQuestion(conversation, turn);
  Object.assign(turn, { answer: 'A walnut.', stopReason: 'complete', ...fields });
  await store.saveAnswer(turn);
  const again = await openStore(folder).store.get(conversationId);
  expect(again?.damage).toBeUndefined();
  return again?.turns.get(turn.turnId);
}

/** Reads a finished turn from a file that another version has written. */
async function readWith(metadata: object, finished: object): Promise<Turn | undefined> {
  const folder = await temporaryFolder();
  const { store } = openStore(folder);
  const conversationId = await keep(store, []);
  const conversation = store.create({ conversationId, createdAt: clock().toISOString() });
  const turn = question('What is it?');
  await store.saveQuestion(conversation, turn);
  const record = {
    ...{ type: 'turnFinished', writer: 'x', turnId: turn.turnId, metadata, stopReason: 'complete' },
    ...{ endedAt: clock().toISOString(), answer: { offset: 0, text: 'A walnut.' } },
    ...{ answerLength: 9, thinkingLength: 0, ...finished },
  };
  const line = JSON.stringify(record, (_, value) => (value === deep ? 'DEEP' : value));
  await appendFile(store.file(conversationId).path, `${line.replace('"DEEP"', DEEP)}\n`);
  const again = await openStore(folder).store.get(conversationId);
  return again?.turns.get(turn.turnId);
}

/** Expects the turn to be valid on the wire. */
function expectOnWire(turn: Turn | undefined): void {
  if (turn === undefined) throw new Error('not there');
  expect(turn.answer).toBe('A walnut.');
  expect(turn.stopReason).toBeDefined();
  const record = toTurnRecord(turn, false, wordingFor('en'));
  expect(TurnRecord.safeParse(record).error).toBeUndefined();
  expect(() => JSON.stringify(record)).not.toThrow();
}

describe('an invalid field never costs the answer', () => {
  const fields = Object.keys(call) as (keyof typeof call)[];
  const cases = fields.flatMap((field) =>
    invalidFigures.map(([name, value]) => [field, name, value]),
  );

  it.each(cases as [string, string, unknown][])('%s is %s', async (field, _, value) => {
    const invalid = { usage: { ...usage, answer: { ...call, [field]: value } } as Usage };
    const saved = await savedWith(invalid);
    expectOnWire(saved);
    // The other figures are kept.
    const others = Object.entries(call).filter(([name]) => name !== field);
    expect(saved?.usage?.answer).toMatchObject(Object.fromEntries(others));
    expectOnWire(await readWith(invalid, {}));
  });

  it.each(invalidFields)('%s', async (_, fields) => {
    expectOnWire(await savedWith(fields));
    expectOnWire(await readWith(fields, fields));
  });

  it.each([
    ['a notice that contains itself', { notices: [circle] }],
    ['an error with a bigint', { error: { code: 1, message: 'x', data: { kind: 'x', n: 1n } } }],
  ])('%s', async (_, fields) => {
    expectOnWire(await savedWith(fields));
  });

  it('a valid notice beside an invalid one is kept', async () => {
    const good: Notice = { code: 'turnsLeftOut', message: 'Two are left out.', count: 2 };
    const saved = await savedWith({ notices: [{ code: 7 }, good, 'text'] });
    expect(saved?.notices).toEqual([good]);
  });

  it('an impossible offset leaves the pieces in order', async () => {
    const turn = await readWith(
      {},
      { answer: { offset: 9_007_199_254_740_991, text: 'A walnut.' } },
    );
    expectOnWire(turn);
  });

  it('a question is kept whatever else of its record is invalid', () => {
    const line = JSON.stringify({
      ...{
        type: 'turnStarted',
        writer: 5,
        turnId: question('').turnId,
        text: 'What?',
        strategy: 'none',
      },
      ...{ clientTurnId: 'mine', parentTurnId: 4, createdAt: 'now', model: {}, process: 'me' },
      context: [{ kind: 'diagram', text: 'code', version: 7.5, range: 'all' }, 'text'],
      options: { temperature: 99, think: true },
    });
    expect(fromLine(line)).toMatchObject({
      text: 'What?',
      context: [{ kind: 'text', text: 'code' }],
      options: { think: true },
    });
  });

  it('a rename is kept beside invalid options', () => {
    const line = JSON.stringify({
      ...{ type: 'conversationChanged', writer: 'x', title: 'Named', options: 'all' },
    });
    expect(fromLine(line)).toMatchObject({ title: 'Named' });
  });

  it('an import takes the answer without the invalid figure', async () => {
    const turn = { ...question('What is it?'), answer: 'A walnut.', stopReason: 'complete' };
    const invalid = { ...usage, answer: { ...call, evalDuration: -1 } };
    const [imported] = parseJsonFile(
      JSON.stringify({
        ...{ format: 'condenser-conversations', version: 1 },
        conversations: [
          {
            ...{ conversationId: question('').turnId, title: 'T', titleSource: 'person' },
            ...{ createdAt: clock().toISOString(), turns: [{ ...turn, usage: invalid }] },
          },
        ],
      }),
    );
    expect(imported?.turns).toMatchObject([{ answer: 'A walnut.', usage: { answer: figures } }]);
  });
});

it('a record is read as it was written', async () => {
  const { line, record } = serialize({ type: 'turnStarted', writer: 'x', ...question('What?') });
  expect(fromLine(line)).toEqual(record);
});

it('a record without its text is refused when it is written, not when it is read', async () => {
  const folder = await temporaryFolder();
  const { store } = openStore(folder);
  const conversationId = await keep(store, [['Kept?', 'Kept.']]);
  const conversation = await store.get(conversationId);
  if (conversation === undefined) throw new Error('not there');
  const turn = { ...question('x'), text: undefined as unknown as string };

  await expect(store.saveQuestion(conversation, turn)).rejects.toMatchObject({ kind: 'notSaved' });

  const again = await openStore(folder).store.get(conversationId);
  expect([...(again?.turns.values() ?? [])]).toMatchObject([{ answer: 'Kept.' }]);
});
