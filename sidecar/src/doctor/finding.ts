import type { Finding } from '@condenser/protocol';
import { toWireError } from '../i18n/wireError.ts';
import type { DoctorTexts, Wording } from '../i18n/wording.ts';

export type { Finding };

type FindingLevel = Finding['level'];

/** Creates a finding with the text of its code. */
export function finding<Code extends keyof DoctorTexts>(
  id: string,
  level: FindingLevel,
  code: Code,
  facts: Parameters<DoctorTexts[Code]>[0],
  texts: DoctorTexts,
): Finding {
  // The facts have the type of this code's text.
  const describe = texts[code] as (facts: object) => { found: string; whatToDo?: string };
  return { id, level, ...describe(facts), facts: { ...facts } };
}

/** Converts any error to a problem, so that the doctor itself does not fail. */
export function failure(id: string, error: unknown, wording: Wording): Finding {
  const { message, data = {} } = toWireError(error, wording);
  const { whatToDo, ...facts } = data as Readonly<Record<string, unknown>>;
  return {
    id,
    level: 'problem',
    found: message,
    whatToDo: typeof whatToDo === 'string' ? whatToDo : undefined,
    facts,
  };
}

/** A finding as two lines. The level is a word, because colours and symbols may get lost. */
export function reportLines(finding: Finding, words: Readonly<Record<Finding['level'], string>>) {
  const mark = `[${words[finding.level]}]`;
  // A name from a server may contain newlines.
  const lines = [`${mark} ${finding.found.replace(/\s+/g, ' ')}`];
  if (finding.whatToDo !== undefined) lines.push(`    → ${finding.whatToDo}`);
  return lines.join('\n');
}
