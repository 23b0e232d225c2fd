import { readChatStream } from '@condenser/sidecar/models/ollama/chatStream.ts';
import { AnsweredError, serverReason } from '@condenser/sidecar/models/ollama/serverReason.ts';
import type { JsonObject } from '@condenser/sidecar/models/untrusted.ts';
import { expect, it } from 'vitest';

async function answered(...lines: JsonObject[]) {
  async function* reads() {
    yield lines;
  }
  let [content, thinking] = ['', ''];
  for await (const batch of readChatStream(reads())) {
    content += batch.content;
    thinking += batch.thinking;
  }
  return { content, thinking };
}

const done = { message: { content: '' }, done: true };
const nested = (open: string, close: string) =>
  JSON.parse(`${open.repeat(20_000)}"x"${close.repeat(20_000)}`) as unknown;

it.each([
  ['lists', nested('[', ']')],
  ['objects', nested('{"text":', '}')],
  ['objects in lists', nested('[{"content":', '}]')],
])('thinking nested endlessly in %s does not affect the answer', async (_, thinking) => {
  const line = { message: { content: 'Hello', thinking } };
  expect(await answered(line, done)).toEqual({ content: 'Hello', thinking: '' });
  await expect(answered({ message: { content: thinking } }, done)).rejects.toMatchObject({
    kind: 'unreadableAnswer',
  });
});

it('the parts of a content are joined', async () => {
  const content = [{ type: 'text', text: 'Hel' }, { content: [{ text: 'lo' }] }];
  expect(await answered({ message: { content } }, done)).toMatchObject({ content: 'Hello' });
});

it.each([0, {}, [], false, null, ''])(
  '%j as the error beside content is ignored',
  async (error) => {
    const line = { message: { content: 'Hello' }, error };
    expect(await answered(line, { ...done, error })).toMatchObject({ content: 'Hello' });
  },
);

it.each([1, 'late', { message: 'late' }, ['late'], true])(
  'an error %j beside content is one',
  async (error) => {
    await expect(answered({ message: { content: 'Hello' }, error }, done)).rejects.toThrow(
      AnsweredError,
    );
  },
);

it('an endlessly nested error has no reason', () => {
  expect(serverReason({ error: nested('[', ']') })).toBeUndefined();
});

it.each([
  ['Down &amp; out', 'Down & out'],
  ['&lt;b&gt; &quot;a&quot; &#39;c&#x27;', `<b> "a" 'c'`],
  ['&amp;lt;', '&lt;'],
  ['&#128512; &nbsp;x', '😀 x'],
  ['&nothing; &#9999999; &', '&nothing; &#9999999; &'],
])('the title %s of a web page is read as %s', (title, text) => {
  const page = `<html><head><title>${title}</title></head></html>`;
  expect(serverReason(page)).toEqual({ reason: text });
});
