import * as z from 'zod';
import { Strategy } from './scalars.ts';

/** Thinking of the answer call: on, off, or a level for models that want one. */
export const Think = z.union([z.boolean(), z.enum(['low', 'medium', 'high'])]);
export type Think = z.infer<typeof Think>;

/** As Go reads a duration, and a number alone, which stands for seconds. */
const DURATION =
  /^\s*[+-]?(?:(?:\d+\.?\d*|\.\d+)|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)\s*$/;
const KEEP_ALIVE_FORM =
  'must be a duration such as "30m" or "1h30m", or a number of seconds; -1 is for ever';
/** A duration of Go is an int64 of nanoseconds, and so ends after 292 years. */
const MAX_SECONDS = 2 ** 63 / 1e9;
const SECONDS = new Map([
  ['', 1],
  ['ns', 1e-9],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['μs', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);
const KEEP_ALIVE_RANGE =
  'must be shorter than 292 years, such as "30m" or a number of seconds; -1 is for ever';

function isInRange(value: string | number): boolean {
  if (typeof value === 'number') return Math.abs(value) < MAX_SECONDS;
  const parts = [...value.matchAll(/([\d.]+)([^\d.\s]*)/g)];
  const seconds = parts.map(([, amount, unit = '']) => Number(amount) * (SECONDS.get(unit) ?? 0));
  return seconds.reduce((sum, part) => sum + part, 0) < MAX_SECONDS;
}

const keepAlive = z
  .union([z.string().regex(DURATION, KEEP_ALIVE_FORM), z.number()], { error: KEEP_ALIVE_FORM })
  .refine(isInRange, KEEP_ALIVE_RANGE)
  .optional()
  .meta({ description: 'How long Ollama keeps the model loaded: "30m", seconds, -1, 0.' });
const think = Think.optional().meta({ description: 'Unset: as the model does by itself.' });
const temperature = z
  .number()
  .min(0)
  .max(2)
  .optional()
  .meta({ description: 'Of the answer. Unset: as the model does by itself.' });
const condenseModel = z
  .string()
  .min(1)
  .optional()
  .meta({
    description:
      'Another model for the standalone question. Unset: the one that answers, which finds the ' +
      'conversation in its cache.',
  });

/**
 * How a model is asked. Of one turn, of a conversation, of a model in the settings, and of all
 * models in the settings: the first of these that says something counts, key by key.
 */
export const ChatOptions = z.object({
  temperature,
  think,
  keepAlive,
  condenseModel,
  contextWindow: z
    .int()
    .min(1024)
    .optional()
    .meta({
      description:
        'Tokens of the context window, exactly, up to what the model was trained for. Unset: it grows ' +
        'as it is needed. Each change loads the model anew.',
    }),
  answerLanguage: z
    .string()
    .min(2)
    .optional()
    .meta({ description: '`auto`: the language of the question; else a BCP 47 tag.' }),
});
export type ChatOptions = z.infer<typeof ChatOptions>;

/** A text that a person asks again and again, under a name. */
export const Prompt = z.object({
  name: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u)
    .meta({ description: 'What is typed after "/": letters, digits, "-" and "_".' }),
  title: z.string().min(1).max(200).meta({ description: 'For menus.' }),
  text: z.string().min(1).max(100_000).meta({ description: 'What is asked.' }),
});
export type Prompt = z.infer<typeof Prompt>;

/** RFC 9110: a token, and what may stand in a field's value on one line. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** They say how the request itself is sent; another value would break it, or lead it elsewhere. */
const RESERVED_HEADERS = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Stands in place of a secret wherever settings are shown; sent back, it changes nothing. */
export const HIDDEN_VALUE = '•••';

const headers = z.record(z.string(), z.string()).superRefine((given, context) => {
  for (const [name, value] of Object.entries(given)) {
    const message = headerProblem(name, value);
    if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
  }
});

function headerProblem(name: string, value: string): string | undefined {
  if (!HEADER_NAME.test(name)) return 'is not a valid name of a header';
  if (RESERVED_HEADERS.has(name.toLowerCase())) return 'cannot be set: the request itself sets it';
  if (value === HIDDEN_VALUE) return undefined;
  return HEADER_VALUE.test(value) ? undefined : 'must be one line of Latin-1 characters';
}

/**
 * The settings, as `settings.json` in the configuration folder holds them. Every key has a default or
 * may be absent; unknown keys are kept.
 */
export const Settings = z.object({
  ollamaHost: z
    .string()
    .optional()
    .meta({ description: 'Address of Ollama, written as for `OLLAMA_HOST`.' }),
  headers: headers
    .optional()
    .meta({ description: 'Extra HTTP headers for Ollama, such as Authorization.' }),
  caFile: z
    .string()
    .optional()
    .meta({ description: 'PEM file of a certificate authority to trust for Ollama.' }),
  model: z.string().min(1).optional().meta({ description: 'The model that answers.' }),
  strategy: Strategy.default('condense+history'),
  answerLanguage: z
    .string()
    .min(2)
    .default('auto')
    .meta({ description: '`auto`: the language of the question; else a BCP 47 tag.' }),
  titles: z.enum(['model', 'question']).default('model').meta({
    description: 'Whether the model makes titles in idle time, or the first question is one.',
  }),
  keepAlive,
  think,
  temperature,
  condenseModel,
  maximumContextWindow: z
    .int()
    .min(1024)
    .default(32_768)
    .meta({ description: 'The context window grows to at most this many tokens.' }),
  idleTimeoutSeconds: z
    .number()
    .positive()
    .default(120)
    .meta({ description: 'Longest silence between two tokens. The first one may take forever.' }),
  models: z
    .record(z.string(), ChatOptions)
    .optional()
    .meta({ description: 'Options by the name of the model; they beat those for all models.' }),
  prompts: z.array(Prompt).optional().meta({
    description: 'A person’s own prompts; one with the name of a built-in one takes its place.',
  }),
});
export type Settings = z.infer<typeof Settings>;
