import * as z from 'zod';
import { ProgressToken } from './common.ts';
import { request } from './message.ts';

/** The result of one check of the doctor. */
export const Finding = z.object({
  id: z.string().meta({ description: 'The check: `ollama`, `model`, `disk` …' }),
  level: z.enum(['ok', 'warning', 'problem']).meta({
    description: '`problem`: chatting is not possible. `warning`: it is, with a limitation.',
  }),
  found: z.string().meta({ description: 'The result for the user, in one sentence.' }),
  whatToDo: z.string().optional().meta({ description: 'A suggestion for the user.' }),
  facts: z.record(z.string(), z.unknown()).meta({ description: 'The result for programs.' }),
});
export type Finding = z.infer<typeof Finding>;

export const DoctorRunRequest = request({
  method: 'doctor/run',
  direction: 'clientToSidecar',
  doc:
    'Checks the machine, Ollama and its models with the current settings, like `condenser doctor`. ' +
    'Takes several seconds if nothing answers.',
  params: z
    .object({
      progressToken: ProgressToken.optional().meta({
        description: 'For `$/progress` with each Finding.',
      }),
    })
    .optional(),
  result: z.object({
    ok: z.boolean().meta({ description: 'Whether chatting is possible.' }),
    findings: z.array(Finding),
  }),
  errors: ['cancelled', 'notSupported'],
  example: {
    params: {},
    result: {
      ok: true,
      findings: [
        {
          id: 'ollama',
          level: 'ok',
          found: 'Ollama 0.17.4 answers at http://127.0.0.1:11434',
          facts: { host: 'http://127.0.0.1:11434', version: '0.17.4' },
        },
      ],
    },
  },
});
