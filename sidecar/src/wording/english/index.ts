import type { Wording } from '../wording.ts';
import { conversations } from './conversations.ts';
import { doctor } from './doctor.ts';
import { download } from './download.ts';
import { error } from './errors.ts';
import { notice, refusal } from './notices.ts';
import { terminal } from './terminal.ts';

/** English. */
export const english: Wording = {
  error,
  download,
  notice,
  refusal,
  level: { ok: 'ok', warning: 'warning', problem: 'problem' },
  conversations,
  doctor,
  terminal,
};
