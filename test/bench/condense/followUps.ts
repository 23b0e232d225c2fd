import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** A follow-up with its conversation, and the requirements on its standalone form. */
export const FollowUpCase = z.object({
  id: z.string(),
  lang: z.enum(['en', 'zh']),
  kind: z.string(),
  /** Pairs of question and answer, oldest first. */
  history: z.array(z.tuple([z.string(), z.string()])).min(1),
  question: z.string(),
  /** Case-insensitive patterns that the standalone form must match. */
  must: z.array(z.string()),
  /** Names and numbers of the follow-up, case-insensitive. */
  keep: z.array(z.string()),
  /** Case-insensitive patterns of other topics. */
  mustNot: z.array(z.string()),
  /** `same`: it is already standalone; `smallTalk`: there is nothing to rewrite. */
  expects: z.enum(['rewrite', 'same', 'smallTalk']),
});
export type FollowUpCase = z.infer<typeof FollowUpCase>;

/** Reads follow-ups from a file of JSON lines. */
export function readFollowUps(file: string): FollowUpCase[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => FollowUpCase.parse(JSON.parse(line)));
}

/** Every nth follow-up, so that a subset has all kinds and both languages. */
export function sample(cases: readonly FollowUpCase[], size: number): FollowUpCase[] {
  if (size >= cases.length) return [...cases];
  return Array.from(
    { length: size },
    (_, index) => cases[Math.floor((index * cases.length) / size)],
  ).filter((found) => found !== undefined);
}
