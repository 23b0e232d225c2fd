import type { ChatSource } from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';
import { type CondensedCase, condenseCase } from './condenseCase.ts';
import type { FollowUpCase } from './followUps.ts';
import { namesReferent, score, type Verdict } from './score.ts';

/** The result of one prompt on one model. Shares are between 0 and 1. */
export interface QualityFigures {
  readonly followUps: number;
  /** The follow-ups that needed the model, and the number of calls. */
  readonly asked: number;
  readonly calls: number;
  /** The first texts of the model by verdict, before the guards. */
  readonly firstTry: Readonly<Partial<Record<Verdict, number>>>;
  /** The rewrites that passed the guards, by verdict. */
  readonly used: Readonly<Partial<Record<Verdict, number>>>;
  /** The final standalone forms: by rule, by the model, joined, unchanged. */
  readonly forms: Readonly<Partial<Record<string, number>>>;
  /** The share of usable rewrites among those of the model and the rules. */
  readonly usableShare: number;
  /** The share of standalone forms that name the subject of the follow-up. */
  readonly namedShare: number;
  readonly secondsPerCall: number;
}

/** One line of the record for manual review. */
export interface QualityRecord {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  readonly form: string;
  readonly standalone: string;
  readonly verdict: Verdict;
  readonly named: boolean;
  readonly written: readonly string[];
  readonly refused?: string | undefined;
}

/** Condenses and scores every follow-up. `record` receives each result for manual review. */
export async function measureQuality(
  source: ChatSource,
  cases: readonly FollowUpCase[],
  record: (line: QualityRecord) => void,
): Promise<QualityFigures> {
  const all: { followUp: FollowUpCase; result: CondensedCase }[] = [];
  for (const followUp of cases) {
    const result = await condenseCase(followUp, source);
    all.push({ followUp, result });
    record(recordOf(followUp, result));
  }
  const asked = all.filter(({ result }) => result.written.length > 0);
  const rewrites = all.filter(({ result }) => result.outcome.rewritten);
  const calls = asked.reduce((sum, { result }) => sum + result.written.length, 0);
  const time = asked.reduce((sum, { result }) => sum + result.milliseconds, 0);
  const standalone = ({ followUp, result }: (typeof all)[number]) =>
    score(followUp, result.outcome.standaloneQuestion);
  const named = all.filter(({ followUp, result }) =>
    namesReferent(followUp, result.outcome.standaloneQuestion),
  );
  return {
    followUps: all.length,
    asked: asked.length,
    calls,
    firstTry: countBy(asked, ({ followUp, result }) => score(followUp, result.written[0] ?? '')),
    used: countBy(
      rewrites.filter(({ result }) => result.outcome.composed === undefined),
      standalone,
    ),
    forms: countBy(all, ({ result }) => formOf(result)),
    usableShare: share(rewrites.filter((one) => standalone(one) === 'usable').length, rewrites),
    namedShare: share(named.length, all),
    secondsPerCall: calls === 0 ? 0 : time / calls / 1000,
  };
}

function recordOf(followUp: FollowUpCase, result: CondensedCase): QualityRecord {
  const standalone = result.outcome.standaloneQuestion;
  return {
    id: followUp.id,
    kind: followUp.kind,
    question: followUp.question,
    form: formOf(result),
    standalone,
    verdict: score(followUp, standalone),
    named: namesReferent(followUp, standalone),
    written: result.written,
    refused: result.outcome.dropped?.reason,
  };
}

function formOf({ outcome }: CondensedCase): string {
  if (outcome.composed !== undefined) return outcome.composed;
  return outcome.skipped ?? (outcome.rewritten ? 'model' : 'unchanged');
}

function share(part: number, whole: readonly unknown[]): number {
  return whole.length === 0 ? 0 : part / whole.length;
}

function countBy<Item, Key extends string>(
  items: readonly Item[],
  key: (item: Item) => Key,
): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {};
  for (const item of items) {
    const name = key(item);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
