import type { FollowUpCase } from './followUps.ts';
import { namesReferent } from './score.ts';

/** The share of follow-ups whose subject is named without a model. */
export interface BaselineFigures {
  readonly followUps: number;
  /** The unchanged follow-up. */
  readonly unchanged: number;
  /** The previous question followed by the follow-up. */
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
