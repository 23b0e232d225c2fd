import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import {
  failedOddities,
  keptOddities,
  noticedOddities,
  type Oddity,
} from '../fakes/ollama/oddities.ts';
import { SidecarProcess } from './sidecarProcess.ts';

const all = [...keptOddities, ...noticedOddities, ...failedOddities];
const names = (oddities: readonly Oddity[]) => oddities.map(({ name }) => name);
/** Replies are matched by the whole question. */
const question = (name: string) => `Say «${name}»`;

let fake: FakeOllama;
let english: SidecarProcess;
let chinese: SidecarProcess;

beforeAll(async () => {
  fake = await startFakeOllama({
    replies: all.map(({ name, reply }) => ({
      ...reply,
      match: { lastMessage: question(name) },
      times: 'always',
    })),
  });
  const settings = { titles: 'question', strategy: 'history' };
  english = new SidecarProcess({ host: fake.url, settings });
  chinese = new SidecarProcess({ host: fake.url, settings });
  await Promise.all([
    english.initialize({ locale: 'en' }),
    chinese.initialize({ locale: 'zh-CN' }),
  ]);
});

afterAll(async () => {
  await Promise.all([english.child.stop(), chinese.child.stop()]);
  await fake.stop();
});

function notices(sidecar: SidecarProcess, turnId: string) {
  return sidecar.events
    .of('notice')
    .flatMap((event) => (event.turnId === turnId ? event.notice : []));
}

describe('an answer with unusual syntax is complete', () => {
  test.each(names(keptOddities))('%s', async (name) => {
    const result = await english.ask(question(name));

    expect(result).toMatchObject({ answer: 'Hello there.', stopReason: 'complete' });
    expect(result).not.toHaveProperty('error');
    expect(english.text(result.turnId)).toBe('Hello there.');
    expect(notices(english, result.turnId)).toEqual([]);
    const thinking = english.text(result.turnId, 'thinking');
    expect(thinking.trim()).toMatch(/^(They greet me\.)?$/);
    expect(thinking !== '').toBe(/think|channels/i.test(name));
  });

  test('malformed counts are dropped, and the others are kept', async () => {
    const { usage } = await english.ask(question('counts that are strings'));

    expect(usage?.answer).toMatchObject({ answerTokens: 7, promptTokens: 0, totalDuration: 9 });
  });
});

describe('an unusual answer causes a notice', () => {
  test.each<[string, string, string | undefined, RegExp, RegExp]>([
    ['thinking alone', 'emptyAnswer', 'thinking', /gave no answer/, /只进行了思考/],
    ['thinking alone in tags', 'emptyAnswer', 'thinking', /gave no answer/, /只进行了思考/],
    ['an analysis alone', 'emptyAnswer', 'thinking', /gave no answer/, /只进行了思考/],
    ['tool calls alone', 'emptyAnswer', 'toolCalls', /call a tool/, /工具/],
    ['the model only loaded', 'emptyAnswer', 'load', /loaded the model/, /加载/],
    ['nothing but the end', 'emptyAnswer', 'nothing', /empty answer/, /空的回答/],
    ['white space alone', 'emptyAnswer', 'nothing', /empty answer/, /空的回答/],
    ['an end of thinking without its start', 'thinkingInAnswer', undefined, /thinking/, /思考/],
    ['a sentence again and again', 'repetitionStopped', undefined, /repeating itself/, /重复/],
    ['a thought again and again', 'repetitionStopped', undefined, /repeating itself/, /重复/],
  ])('%s', async (name, code, reason, words, chineseWords) => {
    const one = await english.ask(question(name));
    const other = await chinese.ask(question(name));

    expect(one.stopReason).toBe('complete');
    const [notice, ...more] = notices(english, one.turnId);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ code, ...(reason === undefined ? {} : { reason }) });
    expect(notice?.message).toMatch(words);
    expect(notices(chinese, other.turnId)[0]?.message).toMatch(chineseWords);
  });

  test('all of them are covered', () => {
    expect(noticedOddities).toHaveLength(10);
  });

  test('a loop is stopped at the server, long before the window is full', async () => {
    const before = fake.log.of('closedByClient').length;
    const { answer } = await english.ask(question('a sentence again and again'));

    await fake.log.waitFor('closedByClient', () => fake.log.of('closedByClient').length > before);
    expect(answer.length).toBeGreaterThan(3_000);
    expect(answer.length).toBeLessThan(100_000);
  });

  test.each([
    ['thinking alone', '(No answer.)'],
    ['a thought again and again', '(No answer.)'],
    ['an end of thinking without its start', 'Hello there.'],
  ])('later turns see the question and no thoughts: %s', async (name, assistant) => {
    const { conversationId } = await english.ask(question(name));
    const { turnId } = await english.ask('And now?', { conversationId });

    expect(english.text(turnId)).not.toBe('');
    expect(fake.chats.at(-1)?.body.messages?.slice(1)).toEqual([
      { role: 'user', content: question(name) },
      { role: 'assistant', content: assistant },
      { role: 'user', content: 'And now?' },
    ]);
  });
});

describe('an invalid answer is an error that says what happened and what to do', () => {
  const fell = [/the runner fell over/, 'ollamaFailed'] as const;
  const overflow = [/16896.*4096/, 'contextOverflow'] as const;
  const gateway = 'ollamaUnreachable';
  test.each<[string, RegExp, string, string?]>([
    ['content that is an object', /not text/, 'unreadableAnswer', 'Hello'],
    ['no end', /ended without/, 'streamBroken', 'Hello there.'],
    ['no end, and half a line', /ended without/, 'streamBroken', 'Hello there.'],
    ['an error line that is a string', ...fell, 'Hello'],
    ['an error line that is an object', ...fell],
    ['an error line of nested JSON', ...fell],
    ['a detail line', ...fell],
    ['500 with an error object', ...fell],
    ['500 with nested JSON', ...fell],
    ['500 with a detail', ...fell],
    ['422 with a list of details', ...fell],
    ['500 with an object of another kind', ...fell],
    ['500 with gzip', ...fell],
    ['500 with nothing', /no reason given/, 'ollamaFailed'],
    ['overflow with figures', ...overflow],
    ['overflow with an object', ...overflow],
    ['overflow in words', ...overflow],
    ['a page with 200', /200 with a web page \(Sign in\)/, 'notOllama'],
    ['a page with 200 and no type', /web page/, 'notOllama'],
    ['a page with 413', /Request Entity Too Large/, 'requestTooLarge'],
    ['a page with 401', /Authorization Required/, 'accessRefused'],
    ['a page with 404', /404 Not Found/, 'notOllama'],
    ['a page with 500', /500 Internal Server Error/, 'notOllama'],
    ['a page with 502', /gateway.*502 Bad Gateway/, gateway],
    ['a page with 503', /gateway.*503 Service Unavailable/, gateway],
    ['a page with 504', /gateway.*504 Gateway Time-out/, gateway],
    ['502 with a JSON error', /gateway.*upstream is gone/, gateway],
    ['damaged gzip', /invalid response/, 'unreadableAnswer'],
    ['another compression', /zstd/, 'unreadableAnswer'],
    ['an error in another compression', /zstd/, 'unreadableAnswer'],
  ])('%s', async (name, words, kind, answer = '') => {
    const one = await english.ask(question(name));
    const other = await chinese.ask(question(name));

    expect(one).toMatchObject({ answer, stopReason: 'error', error: { data: { kind } } });
    expect(one.error?.message).toMatch(words);
    for (const { error } of [one, other]) {
      const said = `${error?.message} ${error?.data?.whatToDo}`;
      expect(said).not.toMatch(/\[object|undefined|<h1>/);
      if (kind === gateway) expect(said).not.toContain('ollama serve');
    }
    expect(other.error?.message).toMatch(/\p{Script=Han}/u);
    expect(other.error?.data?.whatToDo).toMatch(/\p{Script=Han}/u);
  });

  test('all of them are covered', () => {
    expect(failedOddities).toHaveLength(30);
  });
});
