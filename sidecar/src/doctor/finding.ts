import type { Finding } from '@condenser/protocol';
import type { DoctorTexts } from '../i18n/doctorTexts.ts';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';

export type { Finding };

type FindingLevel = Finding['level'];

/** Makes a finding in the words of its code. */
export function finding<Code extends keyof DoctorTexts>(
  id: string,
  level: FindingLevel,
  code: Code,
  facts: Parameters<DoctorTexts[Code]>[0],
  texts: DoctorTexts,
): Finding {
  // Each text takes the facts of its own code, which is the code they were given with.
  const describe = texts[code] as (facts: object) => { found: string; whatToDo?: string };
  return { id, level, ...describe(facts), facts: { ...facts } };
}

/** Makes a problem of whatever was thrown: a doctor that fails helps nobody. */
export function failure(id: string, error: unknown, wording: Wording): Finding {
  const { message, data = {} } = toWireError(error, wording);
  const { whatToDo, ...facts } = data as Readonly<Record<string, unknown>>;
  return {
    id,
    level: 'problem',
    found: message,
    ...(typeof whatToDo === 'string' ? { whatToDo } : {}),
    facts,
  };
}

/** A finding as two lines for a person. The mark is a word: colours and symbols get lost. */
export function reportLines(finding: Finding, words: Readonly<Record<Finding['level'], string>>) {
  const mark = `[${words[finding.level]}]`;
  // A name that a server sent may have lines of its own.
  const lines = [`${mark} ${finding.found.replace(/\s+/g, ' ')}`];
  if (finding.whatToDo !== undefined) lines.push(`    → ${finding.whatToDo}`);
  return lines.join('\n');
}
