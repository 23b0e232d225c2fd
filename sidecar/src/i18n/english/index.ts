import type { Wording } from '../wording.ts';
import { conversations } from './conversations.ts';
import { doctor } from './doctor.ts';
import { download } from './download.ts';
import { error } from './errors.ts';
import { help } from './help.ts';
import { models } from './models.ts';
import { notice, refusal, secret } from './notices.ts';
import { prompts } from './prompts.ts';
import { serve, web } from './servers.ts';
import { terminal } from './terminal.ts';

/** English. */
export const english: Wording = {
  error,
  download,
  help,
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
