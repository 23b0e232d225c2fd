import type { ChatSource } from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';
import { type CondensedCase, condenseCase } from './condenseCase.ts';
import type { FollowUpCase } from './followUps.ts';
import { namesReferent, score, type Verdict } from './score.ts';

/** How one prompt did on one model. Shares are of one. */
export interface QualityFigures {
  readonly followUps: number;
  /** Follow-ups for which the model was called, and calls in all. */
  readonly asked: number;
  readonly calls: number;
  /** What the model wrote first, by verdict, before any guard. */
  readonly firstTry: Readonly<Partial<Record<Verdict, number>>>;
  /** What passed the guards and was used, by verdict. */
  readonly used: Readonly<Partial<Record<Verdict, number>>>;
  /** Standalone forms in the end: by rule, by the model, joined, unchanged. */
  readonly forms: Readonly<Partial<Record<string, number>>>;
  /** Share of the usable among the rewrites of the model and the rules. */
  readonly usableShare: number;
  /** Share of the standalone forms that name what the follow-up is about. */
  readonly namedShare: number;
  readonly secondsPerCall: number;
}

/** One line of the record that a person reads. */
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

/** Condenses every follow-up and scores what came of it. `record` takes each, for a reading. */
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
