import type { Wording } from '../wording.ts';
import { conversations } from './conversations.ts';
import { doctor } from './doctor.ts';
import { download } from './download.ts';
import { error } from './errors.ts';
import { notice, refusal } from './notices.ts';
import { terminal } from './terminal.ts';

/** 简体中文。. */
export const chinese: Wording = {
  error,
  download,
  notice,
  refusal,
  level: { ok: '正常', warning: '注意', problem: '问题' },
  conversations,
  doctor,
  terminal,
};
