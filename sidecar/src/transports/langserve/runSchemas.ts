import { ChainInput } from '@condenser/protocol';
import * as z from 'zod';
import { BasicInput, Configurable } from './requestSchemas.ts';
import type { ChainName } from './serveOptions.ts';

/** The widget that LangServe's playground shows for a history. */
const WIDGET = { widget: { type: 'chat', input: 'question' } };

const ChatHistory = ChainInput.extend({
  chat_history: ChainInput.shape.chat_history.meta({
    ...ChainInput.shape.chat_history.meta(),
    title: 'Chat History',
    extra: WIDGET,
  }),
  question: ChainInput.shape.question.meta({
    ...ChainInput.shape.question.meta(),
    title: 'Question',
  }),
}).meta({ title: 'ChatHistory' });

/** The input of a chain as JSON Schema, in the dialect and with the titles of LangServe. */
export function inputSchema(chain: ChainName): object {
  return toJsonSchema(chain === 'basic' ? BasicInput : ChatHistory);
}

/** The output of both chains is a string. */
export function outputSchema(): object {
  return toJsonSchema(z.string().meta({ title: 'StrOutputParserOutput' }));
}

/** What a request may configure. */
export function configSchema(): object {
  const configurable = Configurable.meta({ title: 'Configurable' });
  const config = z
    .object({ configurable: configurable.optional() })
    .meta({ title: 'RunnableSequenceConfig' });
  return toJsonSchema(config);
}

function toJsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...bare } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // In this dialect, a tuple alone limits its length neither way.
      if (Array.isArray(jsonSchema.items)) {
        jsonSchema.minItems = jsonSchema.items.length;
        jsonSchema.maxItems = jsonSchema.items.length;
      }
    },
  });
  return bare;
}
