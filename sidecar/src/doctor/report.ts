import type { Finding } from './finding.ts';

/** A finding as two lines for a person. The mark is a word: colours and symbols get lost. */
export function reportLines(finding: Finding, words: Readonly<Record<Finding['level'], string>>) {
  const mark = `[${words[finding.level]}]`;
  // A name that a server sent may have lines of its own.
  const lines = [`${mark} ${finding.found.replace(/\s+/g, ' ')}`];
  if (finding.whatToDo !== undefined) lines.push(`    → ${finding.whatToDo}`);
  return lines.join('\n');
}
