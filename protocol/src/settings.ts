import * as z from 'zod';
import { Strategy } from './scalars.ts';

/** Thinking of the answer call: on, off, or a level for models that want one. */
export const Think = z.union([z.boolean(), z.enum(['low', 'medium', 'high'])]);
export type Think = z.infer<typeof Think>;

/**
 * The settings, as `settings.json` in the configuration folder holds them. Every key has a default or
 * may be absent; unknown keys are kept.
 */
export const Settings = z.object({
  ollamaHost: z
    .string()
    .optional()
    .meta({ description: 'Address of Ollama, written as for `OLLAMA_HOST`.' }),
  headers: z
    .record(z.string(), z.string())
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
  keepAlive: z
    .union([z.string(), z.number()])
    .optional()
    .meta({ description: 'How long Ollama keeps the model loaded: "30m", seconds, -1, 0.' }),
  think: Think.optional().meta({ description: 'Unset: as the model does by itself.' }),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .meta({ description: 'Of the answer. Unset: as the model does by itself.' }),
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
});
export type Settings = z.infer<typeof Settings>;
