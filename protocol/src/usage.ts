import * as z from 'zod';

const Milliseconds = z.number().nonnegative();

/** What one call to the model cost, in Ollama's own figures. Durations are milliseconds. */
export const CallUsage = z.object({
  promptTokens: z
    .int()
    .nonnegative()
    .meta({ description: 'The whole prompt, cached or not (`prompt_eval_count`).' }),
  answerTokens: z.int().nonnegative().meta({ description: '`eval_count`.' }),
  loadDuration: Milliseconds.meta({ description: 'Loading the model, in milliseconds.' }),
  promptEvalDuration: Milliseconds.meta({ description: 'Reading the prompt, in milliseconds.' }),
  evalDuration: Milliseconds.meta({ description: 'Writing the answer, in milliseconds.' }),
  totalDuration: Milliseconds.meta({ description: 'The whole call, in milliseconds.' }),
});
export type CallUsage = z.infer<typeof CallUsage>;

/** What a turn cost. Only what Ollama reported; a part that did not run is absent. */
export const Usage = z.object({
  model: z.string().meta({ description: 'The model that answered.' }),
  contextWindow: z.int().positive().meta({ description: '`num_ctx` that was asked for.' }),
  answer: CallUsage.optional().meta({
    description: 'Absent when the turn did not get to its end.',
  }),
  condense: CallUsage.optional().meta({ description: 'Absent when the model was not asked.' }),
});
export type Usage = z.infer<typeof Usage>;
