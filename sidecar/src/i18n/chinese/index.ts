import type { Wording } from '../wording.ts';
import { doctor } from './doctor.ts';
import { error } from './errors.ts';
import { help } from './help.ts';
import { notice, refusal, secret } from './notices.ts';
import { prompts } from './prompts.ts';
import { conversations, download, models, serve, terminal, web } from './terminal.ts';

/** 简体中文。 */
export const chinese: Wording = {
  error,
  download,
  help,
  models,
  prompts,
  notice,
  refusal,
  secret,
  level: { ok: '正常', warning: '注意', problem: '问题' },
  conversations,
  doctor,
  terminal,
  serve,
  web,
};
