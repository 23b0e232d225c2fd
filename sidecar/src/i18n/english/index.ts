import type { Wording } from '../wording.ts';
import { conversations } from './conversations.ts';
import { doctor } from './doctor.ts';
import { download } from './download.ts';
import { error } from './errors.ts';
import { models } from './models.ts';
import { notice, refusal, secret } from './notices.ts';
import { prompts } from './prompts.ts';
import { serve } from './serve.ts';
import { terminal } from './terminal.ts';
import { web } from './web.ts';

/** English. */
export const english: Wording = {
  error,
  download,
  models,
  prompts,
  notice,
  refusal,
  secret,
  level: { ok: 'ok', warning: 'warning', problem: 'problem' },
  conversations,
  doctor,
  terminal,
  serve,
  web,
};
