/** The median of several measurements, and their spread. */
export interface Measured {
  readonly median: number;
  /** Half of the interquartile range. */
  readonly spread: number;
  readonly runs: number;
}

/** The median and the spread. Throws without any figures. */
export function summarize(figures: readonly number[]): Measured {
  if (figures.length === 0) throw new Error('there are no measurements');
  const sorted = [...figures].sort((a, b) => a - b);
  const spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2;
  return { median: quantile(sorted, 0.5), spread, runs: sorted.length };
}

/** Runs all of them in turn, round by round, so that a busy moment affects all alike. */
export async function interleaved<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measures) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  // The first round warms up caches and compilers, and is discarded.
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const figure = await measures[name]();
      if (round >= 0) figures[name].push(figure);
    }
  }
  return figures;
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** The 95th percentile. */
export function percentile95(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * 0.95)] ?? Number.NaN;
}
