import { Settings } from '@condenser/protocol';
import * as z from 'zod';
import { historyInput, historyInputSchema } from './chatHistory.ts';
import type { ChainName, ServeLimits } from './serveOptions.ts';

/** What a request may configure, under `config.configurable`. */
export const Configurable = z.strictObject({
  model: z.string().min(1).optional().meta({ description: 'The model that answers.' }),
  temperature: Settings.shape.temperature,
  answer_language: z.string().min(2).max(35).optional().meta({
    description: '`auto`: the language of the question; else a BCP 47 tag.',
  }),
});
export type Configurable = z.infer<typeof Configurable>;

/** A `RunnableConfig`. Fields that the chain does not use are accepted and ignored. */
const RunConfig = z.looseObject({
  configurable: Configurable.default({}),
  run_name: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type RunConfig = z.infer<typeof RunConfig>;

const Filter = z.array(z.string()).nullish();
const filters = {
  include_names: Filter,
  include_types: Filter,
  include_tags: Filter,
  exclude_names: Filter,
  exclude_types: Filter,
  exclude_tags: Filter,
};
export type Filters = { readonly [Name in keyof typeof filters]?: string[] | null | undefined };

const Kwargs = z.record(z.string(), z.unknown());
const common = { config: RunConfig.default({ configurable: {} }), kwargs: Kwargs.default({}) };

/** The input of the basic chain: the value of `{input}` in its prompt. */
export const BasicInput = z
  .object({ input: z.string().min(1).meta({ title: 'Input' }) })
  .meta({ title: 'PromptInput' });

/** The request bodies of a chain. */
export function bodySchemas(chain: ChainName, limits: ServeLimits) {
  const input = chain === 'basic' ? BasicInput : historyInput(limits.historyTurns);
  return bodiesOf(input, limits);
}
export type BodySchemas = ReturnType<typeof bodySchemas>;

/** The same for the documentation, with both forms of a history. */
export function documentedBodySchemas(chain: ChainName, limits: ServeLimits) {
  return bodiesOf(chain === 'basic' ? BasicInput : historyInputSchema(limits.historyTurns), limits);
}

function bodiesOf<Input extends z.ZodType>(input: Input, limits: ServeLimits) {
  const one = z.object({ input, ...common });
  return {
    invoke: one,
    stream: one,
    stream_log: one.extend({ diff: z.boolean().nullish(), ...filters }),
    stream_events: one.extend({ version: z.enum(['v1', 'v2']).optional(), ...filters }),
    batch: z.object({
      inputs: z.array(input).max(limits.batchInputs),
      config: z.union([RunConfig, z.array(RunConfig)]).optional(),
      kwargs: z.union([Kwargs, z.array(Kwargs)]).optional(),
    }),
  };
}
