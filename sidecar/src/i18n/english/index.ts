import type { Wording } from '../wording.ts';
import { doctor } from './doctor.ts';
import { error } from './errors.ts';
import { help } from './help.ts';
import { notice, refusal, secret } from './notices.ts';
import { prompts } from './prompts.ts';
import { conversations, download, models, serve, terminal, web } from './terminal.ts';

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
