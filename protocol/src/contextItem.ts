import * as z from 'zod';
import { Range } from './scalars.ts';

/** Code or text that goes with a question. A client shows it to the person before it is sent. */
export const ContextItem = z.object({
  kind: z.enum(['selection', 'file', 'text']).meta({
    description: 'A part of a document, a whole document, or text that is in none.',
  }),
  uri: z.string().optional().meta({ description: 'Where it came from.' }),
  languageId: z.string().optional().meta({ description: 'LSP language id.' }),
  range: Range.optional().meta({ description: 'Which part of the document, of a selection.' }),
  text: z.string().meta({ description: 'The code or text itself. The sidecar opens no files.' }),
  title: z
    .string()
    .optional()
    .meta({ description: 'What the model is told it is. Default: the file name of the URI.' }),
  version: z.int().optional().meta({ description: 'Document version, to notice staleness.' }),
});
export type ContextItem = z.infer<typeof ContextItem>;
