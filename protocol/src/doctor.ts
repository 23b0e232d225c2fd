import * as z from 'zod';
import { request } from './message.ts';
import { ProgressToken } from './scalars.ts';

/** One thing that the doctor looked at. */
export const Finding = z.object({
  id: z.string().meta({ description: 'What was looked at: `ollama`, `model`, `disk` …' }),
  level: z.enum(['ok', 'warning', 'problem']).meta({
    description: '`problem`: a chat could not run. `warning`: it runs, and this should be known.',
  }),
  found: z.string().meta({ description: 'One sentence for the person.' }),
  whatToDo: z.string().optional().meta({ description: 'And what would help.' }),
  facts: z.record(z.string(), z.unknown()).meta({ description: 'The same, for programs.' }),
});
export type Finding = z.infer<typeof Finding>;

export const DoctorRunRequest = request({
  method: 'doctor/run',
  direction: 'clientToSidecar',
  doc:
    'Looks at the machine, at Ollama and at its models, as `condenser doctor` does, with the ' +
    'settings that are in force. Takes some seconds where nothing answers.',
  params: z
    .object({
      progressToken: ProgressToken.optional().meta({
        description: 'For `$/progress` with each Finding as it comes.',
      }),
    })
    .optional(),
  result: z.object({
    ok: z.boolean().meta({ description: 'Whether a chat could run.' }),
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
