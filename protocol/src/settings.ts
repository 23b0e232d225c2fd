import * as z from 'zod';
import { NoParams, Strategy } from './common.ts';
import { notification, request } from './message.ts';

/** Whether the model thinks before it answers, or how much, for models with levels. */
export const Think = z.union([z.boolean(), z.enum(['low', 'medium', 'high'])]);
export type Think = z.infer<typeof Think>;

/** A Go duration, or a number of seconds. */
const DURATION =
  /^\s*[+-]?(?:(?:\d+\.?\d*|\.\d+)|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)\s*$/;
const KEEP_ALIVE_FORM =
  'must be a duration such as "30m" or "1h30m", or a number of seconds; -1 means forever';
/** A Go duration is an int64 of nanoseconds: at most 292 years. */
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
  'must be shorter than 292 years, such as "30m" or a number of seconds; -1 means forever';

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
  .meta({
    description:
      'How long Ollama keeps the model loaded: a duration such as "30m", or seconds; -1 means forever.',
  });
const think = Think.optional().meta({ description: 'Unset: the default of the model.' });
const temperature = z
  .number()
  .min(0)
  .max(2)
  .optional()
  .meta({ description: 'Temperature of the answer. Unset: the default of the model.' });
const condenseModel = z.string().min(1).optional().meta({
  description: 'The model that writes standalone questions. Unset: the model that answers.',
});

/**
 * Options for calling a model. They can be set for a turn, for a conversation, for a model in the
 * settings, and for all models in the settings; for each option, the first of these wins.
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
        'Exact size of the context window in tokens, at most the trained context length. Unset: it ' +
        'grows as needed. Each change reloads the model.',
    }),
  answerLanguage: z
    .string()
    .min(2)
    .optional()
    .meta({ description: 'A BCP 47 tag, or `auto` for the language of the question.' }),
});
export type ChatOptions = z.infer<typeof ChatOptions>;

/** A reusable prompt with a name. */
export const Prompt = z.object({
  name: z
    .string()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,63}$/u)
    .meta({ description: 'The name typed after "/": letters, digits, "-" and "_".' }),
  title: z.string().min(1).max(200).meta({ description: 'The title in menus.' }),
  text: z.string().min(1).max(100_000).meta({ description: 'The text of the prompt.' }),
});
export type Prompt = z.infer<typeof Prompt>;

/** RFC 9110: a token, and the characters of a field value. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers that control the request itself; overriding them would break or redirect it. */
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
/** Placeholder for a secret value in settings; `settings/update` ignores it. */
export const HIDDEN_VALUE = '•••';

const headers = z.record(z.string(), z.string()).superRefine((given, context) => {
  for (const [name, value] of Object.entries(given)) {
    const message = headerProblem(name, value);
    if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
  }
});

function headerProblem(name: string, value: string): string | undefined {
  if (!HEADER_NAME.test(name)) return 'is not a valid header name';
  if (RESERVED_HEADERS.has(name.toLowerCase())) return 'cannot be overridden';
  if (value === HIDDEN_VALUE) return undefined;
  return HEADER_VALUE.test(value) ? undefined : 'must be a single line of Latin-1 characters';
}

/**
 * The settings in `settings.json` in the configuration folder. Every setting is optional; unknown
 * keys are kept.
 */
export const Settings = z.object({
  ollamaHost: z
    .string()
    .optional()
    .meta({ description: 'The address of Ollama, in the format of `OLLAMA_HOST`.' }),
  headers: headers
    .optional()
    .meta({ description: 'Extra HTTP headers for requests to Ollama, such as Authorization.' }),
  caFile: z
    .string()
    .optional()
    .meta({ description: 'A PEM file with a certificate authority to trust for Ollama.' }),
  model: z.string().min(1).optional().meta({ description: 'The model that answers.' }),
  strategy: Strategy.default('condense+history'),
  answerLanguage: z
    .string()
    .min(2)
    .default('auto')
    .meta({ description: 'A BCP 47 tag, or `auto` for the language of the question.' }),
  titles: z.enum(['model', 'question']).default('model').meta({
    description:
      '`model`: the model writes titles when it is idle. `question`: the first question is the title.',
  }),
  keepAlive,
  think,
  temperature,
  condenseModel,
  maximumContextWindow: z
    .int()
    .min(1024)
    .default(32_768)
    .meta({ description: 'The maximum size of the context window in tokens.' }),
  idleTimeoutSeconds: z.number().positive().default(120).meta({
    description: 'Idle timeout between two tokens, in seconds. The first token may take any time.',
  }),
  models: z
    .record(z.string(), ChatOptions)
    .optional()
    .meta({ description: 'Options by model name; they override the options for all models.' }),
  prompts: z.array(Prompt).optional().meta({
    description: 'Custom prompts. A prompt with the name of a built-in prompt replaces it.',
  }),
});
export type Settings = z.infer<typeof Settings>;

/** The current settings and their sources. */
export const SettingsState = z.object({
  settings: Settings.meta({
    description: 'The settings in effect, with defaults. Values of `headers` are hidden.',
  }),
  stored: z.array(z.string()).meta({ description: 'The keys that are set in the file.' }),
  overridden: z
    .record(z.string(), z.enum(['flag', 'environment']))
    .meta({ description: 'Keys that a command-line flag or an environment variable overrides.' }),
  file: z.string().meta({ description: 'The path of `settings.json`.' }),
  dataFolder: z.string().meta({ description: 'The folder with the conversations.' }),
});
export type SettingsState = z.infer<typeof SettingsState>;

const exampleState: SettingsState = {
  settings: {
    model: 'qwen2.5-coder:7b',
    strategy: 'condense+history',
    answerLanguage: 'auto',
    titles: 'model',
    temperature: 0.2,
    maximumContextWindow: 32768,
    idleTimeoutSeconds: 120,
    models: { 'qwen3:4b': { think: false, contextWindow: 8192 } },
  },
  stored: ['model', 'temperature', 'models'],
  overridden: { ollamaHost: 'environment' },
  file: '/home/ada/.config/condenser/settings.json',
  dataFolder: '/home/ada/.local/share/condenser',
};

export const SettingsGetRequest = request({
  method: 'settings/get',
  direction: 'clientToSidecar',
  doc: 'Returns the current settings and their sources.',
  params: NoParams,
  result: SettingsState,
  example: { params: {}, result: exampleState },
});

export const SettingsUpdateRequest = request({
  method: 'settings/update',
  direction: 'clientToSidecar',
  doc:
    'Changes settings in the file and resolves once it is saved. The changes apply from the next ' +
    'turn on; a running turn keeps its settings. Either all changes are made or none. Unknown keys ' +
    'are kept.',
  params: z.object({
    changes: z.record(z.string(), z.unknown()).meta({
      description:
        'The new values by key; null removes a key. A value replaces the old one completely, except ' +
        'that in `models` and `headers` absent entries are kept and null removes an entry. A hidden ' +
        'header value is not changed.',
    }),
  }),
  result: SettingsState,
  errors: ['invalidParams', 'notSaved'],
  example: {
    params: { changes: { temperature: 0.2, keepAlive: null } },
    result: exampleState,
  },
});

export const SettingsChangedNotification = notification({
  method: 'settings/changed',
  direction: 'sidecarToClient',
  doc: 'The settings in effect have changed.',
  params: SettingsState,
  example: { params: exampleState },
});

export const SettingsSchemaRequest = request({
  method: 'settings/schema',
  direction: 'clientToSidecar',
  doc: 'Returns the schema of the settings, for building a form.',
  params: NoParams,
  result: z.object({
    schema: z.record(z.string(), z.unknown()).meta({
      description: 'JSON Schema (2020-12) of Settings, with defaults and descriptions.',
    }),
  }),
  example: {
    params: {},
    result: {
      schema: {
        type: 'object',
        properties: {
          temperature: {
            description: 'Temperature of the answer.',
            type: 'number',
            minimum: 0,
            maximum: 2,
          },
        },
      },
    },
  },
});
