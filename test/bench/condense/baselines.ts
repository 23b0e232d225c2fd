import type { FollowUpCase } from './followUps.ts';
import { namesReferent } from './score.ts';

/** How many follow-ups each way of doing without a model names the subject of. */
export interface BaselineFigures {
  readonly followUps: number;
  /** The follow-up as it was typed. */
  readonly unchanged: number;
  /** The previous question and the follow-up, one after the other, always. */
  readonly previousAndFollowUp: number;
}

/** Scores the two baselines. */
export function measureBaselines(cases: readonly FollowUpCase[]): BaselineFigures {
  const count = (form: (followUp: FollowUpCase) => string) =>
    cases.filter((followUp) => namesReferent(followUp, form(followUp))).length;
  return {
    followUps: cases.length,
    unchanged: count(({ question }) => question),
    previousAndFollowUp: count(
      ({ question, history }) => `${history.at(-1)?.[0] ?? ''} ${question}`,
    ),
  };
}
