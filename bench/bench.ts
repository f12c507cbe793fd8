export type BenchOptions = {
  notes: number;
  reviews: number;
  seed: number;
  /** 0: what the bench thinks is enough. */
  rounds: number;
  /** A profile made before by `bench store`; without it one is made for the run. */
  profile: string | undefined;
  out: string | undefined;
  /** Only the known models that others are measured against. */
  baselineOnly: boolean;
  /** An Anki review log as CSV, instead of the one in the data folder. */
  revlog: string | undefined;
  /** A held-out world of simulated facts, as JSON lines. */
  world: string | undefined;
  /** A folder of AMERICANO_DATA. */
  data: string | undefined;
  /** Files of answers, separated by commas, and how they are written. */
  train: string | undefined;
  test: string | undefined;
  format: string | undefined;
  /** Folds by learner; 0: what the bench thinks is enough. */
  folds: number;
  /** Another program to measure beside. */
  peer: string | undefined;
  /** The hour at which study days begin, and the zone they are counted in. */
  dayStart: number;
  zone: string;
};

export type BenchRow = Record<string, string | number>;

/** Rows of a table, and for models the numbers that are compared between runs. */
export type BenchResult = { rows: BenchRow[]; summary?: Readonly<Record<string, number>> };

/** Measures one thing. */
export type Bench = (options: BenchOptions) => Promise<BenchRow[] | BenchResult>;

/** The value below which a share of the samples lies (nearest rank). */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** p50, p95, p99 and the largest of some milliseconds. */
export const latency = (samples: readonly number[]): BenchRow => ({
  n: samples.length,
  p50: rounded(quantile(samples, 0.5)),
  p95: rounded(quantile(samples, 0.95)),
  p99: rounded(quantile(samples, 0.99)),
  max: rounded(Math.max(...samples)),
});

export const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
