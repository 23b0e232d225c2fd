import type { Chunking, FakeReply, Fault } from './script.ts';

/** Unusual replies of servers that are not quite Ollama. */
export interface Oddity {
  readonly name: string;
  readonly reply: FakeReply;
}

const GREETING = ['Hello', ' there', '.'];

function line(message: unknown, more: object = {}): string {
  return JSON.stringify({ model: 'fake', message, done: false, ...more });
}

const content = (text: unknown) => line({ role: 'assistant', content: text });
const end = (more: object = {}) =>
  line({ role: 'assistant', content: '' }, { done: true, ...more });
const lines = (...all: string[]) => `${all.join('\n')}\n`;
const greeting = [...GREETING.map(content), end({ eval_count: 3 })];

function body(text: string, more: Partial<Extract<Fault, { kind: 'body' }>> = {}): FakeReply {
  return { fault: { kind: 'body', body: text, ...more } };
}

const json = (status: number, value: unknown) =>
  body(JSON.stringify(value), { status, contentType: 'application/json; charset=utf-8' });
const page = (status: number, title: string) =>
  body(`<html>\r\n<head><title>${title}</title></head>\r\n<body><h1>${title}</h1></body></html>`, {
    status,
    contentType: 'text/html',
  });

const CHANNELS =
  '<|channel|>analysis<|message|>They greet me.<|end|><|start|>assistant<|channel|>final<|message|>Hello there.';
const chunkings: Chunking[] = ['burst', 'everyByte'];
const tokens = (...parts: string[]): FakeReply => ({ tokens: parts });
const letters = (text: string): FakeReply => ({ tokens: [...text], chunking: 'burst' });

/** Replies that still give the complete answer "Hello there.", and its thinking if there is any. */
export const keptOddities: readonly Oddity[] = [
  ...chunkings.flatMap((chunking) => [
    {
      name: `blank lines, ${chunking}`,
      reply: { ...body(lines('', ...greeting.flatMap((one) => [one, '', '']))), chunking },
    },
    {
      name: `lines of spaces, ${chunking}`,
      reply: { ...body(lines('   ', ...greeting.flatMap((one) => [one, ' \t ']))), chunking },
    },
    {
      name: `a byte order mark, ${chunking}`,
      reply: { ...body(`\uFEFF${lines(...greeting)}`), chunking },
    },
    { name: `CR LF, ${chunking}`, reply: { ...body(greeting.join('\r\n')), chunking } },
    {
      name: `a last line without its end, ${chunking}`,
      reply: { ...body(greeting.join('\n')), chunking },
    },
    {
      name: `gzip, ${chunking}`,
      reply: { ...body(lines(...greeting), { encoding: 'gzip' }), chunking },
    },
  ]),
  { name: 'deflate', reply: body(lines(...greeting), { encoding: 'deflate' }) },
  { name: 'brotli', reply: body(lines(...greeting), { encoding: 'br' }) },
  { name: 'spaces around a line', reply: body(lines(...greeting.map((one) => `  ${one}  `))) },
  { name: 'no content type', reply: body(lines(...greeting), { contentType: 'text/plain' }) },
  {
    name: 'counts that are missing',
    reply: {
      tokens: GREETING,
      done: {
        eval_count: null,
        prompt_eval_count: null,
        load_duration: null,
        total_duration: null,
      },
    },
  },
  {
    name: 'counts that are negative',
    reply: {
      tokens: GREETING,
      done: { eval_count: -1, prompt_eval_count: -5, load_duration: -1, eval_duration: -7 },
    },
  },
  {
    name: 'counts that are fractions',
    reply: { tokens: GREETING, done: { eval_count: 7.5, prompt_eval_count: 0.25 } },
  },
  {
    name: 'counts that are strings',
    reply: {
      tokens: GREETING,
      done: { eval_count: '7', prompt_eval_count: 'many', total_duration: '9000000' },
    },
  },
  {
    name: 'counts that are objects or huge',
    reply: {
      tokens: GREETING,
      done: { eval_count: {}, prompt_eval_count: 1e300, eval_duration: [] },
    },
  },
  { name: 'a message that is null', reply: body(lines(line(null), ...greeting)) },
  {
    name: 'a last line whose message is null',
    reply: body(lines(...GREETING.map(content), line(null, { done: true }))),
  },
  { name: 'lines without a message', reply: body(lines('{}', '{"model":"fake"}', ...greeting)) },
  {
    name: 'an error that is null',
    reply: body(lines(...greeting.map((one) => one.replace('{', '{"error":null,')))),
  },
  {
    name: 'content in parts',
    reply: body(
      lines(
        content([{ type: 'text', text: 'Hello' }, ' there']),
        content({ type: 'text', text: '.' }),
        end(),
      ),
    ),
  },
  { name: 'content that is null', reply: body(lines(content(null), ...greeting)) },
  { name: 'think tags', reply: tokens('<think>They greet me.</think>\n\n', 'Hello there.') },
  { name: 'thinking tags', reply: tokens('<thinking>They greet me.</thinking>Hello there.') },
  { name: 'THINK in brackets', reply: tokens('[THINK]They greet me.[/THINK]Hello', ' there.') },
  { name: 'the channels of harmony', reply: tokens(`${CHANNELS}<|return|>`) },
  { name: 'the channels of harmony, letter by letter', reply: letters(`${CHANNELS}<|return|>`) },
  {
    name: 'the channels of Gemma',
    reply: letters('<|channel>thought\nThey greet me.<channel|>Hello there.'),
  },
  {
    name: 'think tags, letter by letter',
    reply: letters('<think>They greet me.</think>\nHello there.'),
  },
];

/** Empty or misleading replies: each causes a notice. */
export const noticedOddities: readonly Oddity[] = [
  { name: 'thinking alone', reply: { thinking: ['They greet', ' me.'] } },
  { name: 'thinking alone in tags', reply: tokens('<think>They greet me.</think>\n') },
  {
    name: 'an analysis alone',
    reply: tokens('<|channel|>analysis<|message|>They greet me.<|end|>'),
  },
  {
    name: 'tool calls alone',
    reply: body(
      lines(
        line({
          role: 'assistant',
          content: '',
          tool_calls: [{ function: { name: 'run', arguments: {} } }],
        }),
        end(),
      ),
    ),
  },
  { name: 'the model only loaded', reply: body(lines(end({ done_reason: 'load' }))) },
  { name: 'nothing but the end', reply: body(lines(end())) },
  { name: 'white space alone', reply: tokens(' \n') },
  {
    name: 'an end of thinking without its start',
    reply: letters('They greet me.\n</think>\n\nHello there.'),
  },
  {
    name: 'a sentence again and again',
    reply: { tokens: ['Hello', ' there', '. '], fault: { kind: 'endless' } },
  },
  {
    name: 'a thought again and again',
    reply: { thinking: ['Wait, let me look', ' at this again. '], fault: { kind: 'endless' } },
  },
];

const overflow = {
  error: {
    code: 400,
    message:
      'request (16896 tokens) exceeds the available context size (4096 tokens), try increasing it',
    type: 'exceed_context_size_error',
    n_prompt_tokens: 16896,
    n_ctx: 4096,
  },
};

/** Replies that end a turn with an error. */
export const failedOddities: readonly Oddity[] = [
  {
    name: 'content that is an object',
    reply: body(lines(content('Hello'), content({ a: 1 }), end())),
  },
  { name: 'no end', reply: body(lines(...GREETING.map(content))) },
  {
    name: 'no end, and half a line',
    reply: body(`${lines(...GREETING.map(content))}{"message":{"con`),
  },
  {
    name: 'an error line that is a string',
    reply: body(lines(content('Hello'), '{"error":"the runner fell over"}')),
  },
  {
    name: 'an error line that is an object',
    reply: body(lines('{"error":{"code":500,"message":"the runner fell over"}}')),
  },
  {
    name: 'an error line of nested JSON',
    reply: body(
      lines(
        JSON.stringify({ error: JSON.stringify({ error: { message: 'the runner fell over' } }) }),
      ),
    ),
  },
  { name: 'a detail line', reply: body(lines('{"detail":"the runner fell over"}')) },
  {
    name: '500 with an error object',
    reply: json(500, { error: { code: 500, message: 'the runner fell over' } }),
  },
  {
    name: '500 with nested JSON',
    reply: json(500, { error: JSON.stringify({ error: { message: 'the runner fell over' } }) }),
  },
  { name: '500 with a detail', reply: json(500, { detail: 'the runner fell over' }) },
  {
    name: '422 with a list of details',
    reply: json(422, { detail: [{ loc: ['body'], msg: 'the runner fell over', type: 'x' }] }),
  },
  {
    name: '500 with an object of another kind',
    reply: json(500, { problem: 'the runner fell over' }),
  },
  {
    name: '500 with gzip',
    reply: body('{"error":"the runner fell over"}', {
      status: 500,
      encoding: 'gzip',
      contentType: 'application/json',
    }),
  },
  { name: '500 with nothing', reply: body('', { status: 500 }) },
  { name: 'overflow with figures', reply: json(400, { error: JSON.stringify(overflow) }) },
  { name: 'overflow with an object', reply: json(400, overflow) },
  { name: 'overflow in words', reply: json(400, { error: overflow.error.message }) },
  { name: 'a page with 200', reply: page(200, 'Sign in') },
  {
    name: 'a page with 200 and no type',
    reply: body('<!DOCTYPE html><html><title>Sign in</title></html>', {
      contentType: 'text/plain',
    }),
  },
  { name: 'a page with 413', reply: page(413, '413 Request Entity Too Large') },
  { name: 'a page with 401', reply: page(401, '401 Authorization Required') },
  { name: 'a page with 404', reply: page(404, '404 Not Found') },
  { name: 'a page with 500', reply: page(500, '500 Internal Server Error') },
  { name: 'a page with 502', reply: page(502, '502 Bad Gateway') },
  { name: 'a page with 503', reply: page(503, '503 Service Unavailable') },
  { name: 'a page with 504', reply: page(504, '504 Gateway Time-out') },
  { name: '502 with a JSON error', reply: json(502, { error: { message: 'upstream is gone' } }) },
  {
    name: 'damaged gzip',
    reply: body('this is not gzip', { headers: { 'Content-Encoding': 'gzip' } }),
  },
  { name: 'another compression', reply: body('?', { headers: { 'Content-Encoding': 'zstd' } }) },
  {
    name: 'an error in another compression',
    reply: body('?', { status: 500, headers: { 'Content-Encoding': 'zstd' } }),
  },
];
