import { ChainInput } from '@condenser/protocol';
import * as z from 'zod';
import { Configurable } from './requestSchemas.ts';
import type { ChainName } from './serveOptions.ts';

/** What a playground of LangServe draws a history with. */
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

const PromptInput = z
  .object({ input: z.string().min(1).meta({ title: 'Input' }) })
  .meta({ title: 'PromptInput' });

/** The input of a chain as JSON Schema, in the dialect and with the titles of LangServe. */
export function inputSchema(chain: ChainName): object {
  return toJsonSchema(chain === 'basic' ? PromptInput : ChatHistory);
}

/** Both chains answer a string. */
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
      // A tuple of this dialect says by itself neither that it is whole nor that it ends.
      if (Array.isArray(jsonSchema.items)) {
        jsonSchema.minItems = jsonSchema.items.length;
        jsonSchema.maxItems = jsonSchema.items.length;
      }
    },
  });
  return bare;
}
