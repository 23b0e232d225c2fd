import * as z from 'zod';
import { ContextItem } from './contextItem.ts';
import { request } from './message.ts';

/** What kind of secret something looks like. */
export const SecretKind = z.enum([
  'environmentFile',
  'privateKey',
  'keyStore',
  'credentialsFile',
  'historyFile',
  'accessToken',
  'password',
  'connectionString',
  'authorizationHeader',
]);
export type SecretKind = z.infer<typeof SecretKind>;

/** One reason why what goes with a question looks like a secret. */
export const SecretFinding = z.object({
  item: z.int().nonnegative().optional().meta({
    description: 'Index of the context item. Absent: the text of the question itself.',
  }),
  kind: SecretKind,
  rule: z.string().meta({ description: 'The rule that matched, by a name that stays the same.' }),
  line: z.int().positive().optional().meta({
    description: 'Line of the text, counted from 1. Absent: its name says so.',
  }),
  message: z.string().meta({ description: 'A sentence for a person, in the locale.' }),
});
export type SecretFinding = z.infer<typeof SecretFinding>;

/** The facts of the notice `looksSecret`. */
export const LooksSecretFacts = z.object({
  findings: z.array(SecretFinding.omit({ message: true })),
  places: z.string(),
});
export type LooksSecretFacts = z.infer<typeof LooksSecretFacts>;

export const ChatCheckContextRequest = request({
  method: 'chat/checkContext',
  direction: 'clientToSidecar',
  doc:
    'What in these context items looks like a secret, by name and by text, before they are sent. ' +
    'Nothing is kept, and nothing leaves the machine. `chat/send` does not refuse such items: its ' +
    'turn has the notice `looksSecret`.',
  params: z.object({ context: z.array(ContextItem) }),
  result: z.object({
    findings: z.array(SecretFinding).meta({ description: 'In the order of the items.' }),
  }),
  example: {
    params: {
      context: [
        { kind: 'file', uri: 'file:///home/ada/notes/.env', text: 'DB_PASSWORD=tr0ub4dor' },
      ],
    },
    result: {
      findings: [
        {
          item: 0,
          kind: 'environmentFile',
          rule: 'env',
          message: '.env is by its name a file of environment variables with secrets.',
        },
        {
          item: 0,
          kind: 'password',
          rule: 'password-setting',
          line: 1,
          message: '.env, line 1: this looks like a password.',
        },
      ],
    },
  },
});
