import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** A follow-up with the conversation before it, and what its standalone form has to name. */
export const FollowUpCase = z.object({
  id: z.string(),
  lang: z.enum(['en', 'zh']),
  kind: z.string(),
  /** Question and answer, oldest first. */
  history: z.array(z.tuple([z.string(), z.string()])).min(1),
  question: z.string(),
  /** Patterns, case-insensitive; the standalone form matches every one. */
  must: z.array(z.string()),
  /** Names and numbers of the follow-up, in any case. */
  keep: z.array(z.string()),
  /** Patterns, case-insensitive, of what the follow-up is not about. */
  mustNot: z.array(z.string()),
  /** `same`: it stands alone already; `smallTalk`: there is nothing to rewrite. */
  expects: z.enum(['rewrite', 'same', 'smallTalk']),
});
export type FollowUpCase = z.infer<typeof FollowUpCase>;

/** The follow-ups of a file with one JSON object a line. */
export function readFollowUps(file: string): FollowUpCase[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => FollowUpCase.parse(JSON.parse(line)));
}

/** Every nth of them, so that a part of the set has all kinds and both languages. */
export function sample(cases: readonly FollowUpCase[], size: number): FollowUpCase[] {
  if (size >= cases.length) return [...cases];
  return Array.from(
    { length: size },
    (_, index) => cases[Math.floor((index * cases.length) / size)],
  ).filter((found) => found !== undefined);
}
