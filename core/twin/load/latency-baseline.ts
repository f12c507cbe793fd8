import { phaseCode } from '../../study/phases.ts';

/** Kinds of answers whose times are never compared with each other: forgetting takes longer than recalling. */
type LatencyKind = `${'new' | 'steps' | 'review'} ${'recalled' | 'forgotten'}`;

/** Answer times of one kind: log-normal, by mean and deviation of the logarithm of milliseconds. */
export type LogLatency = { readonly answers: number; readonly mean: number; readonly sd: number };

/** How long this owner takes. */
export type LatencyBaseline = {
  /** The learner model's own distribution, or the sums of the last sixty days. */
  readonly source: 'pace' | 'days';
  readonly answers: number;
  readonly kinds: Readonly<Partial<Record<LatencyKind, LogLatency>>>;
};

/** What the learner model says of one kind of answer to cards of one format. */
export type PaceOfKind = {
  phase: 'new' | 'steps' | 'review';
  recalled: boolean;
  n: number;
  meanLog: number;
  deviationLog: number;
};

/** A baseline of fewer answers is none. */
const leastAnswers = 30;
/**
 * Where only sums are known, the spread is the one that people's answer times commonly have; with it the mean of the
 * logarithm follows from the mean (log-normal: ln mean − sd² / 2).
 */
const commonSd = 0.7;
const leastSd = 0.1;
const leastMs = 200;

/** Means and deviations of several formats, taken together. */
const pooled = (kinds: readonly PaceOfKind[]): LogLatency => {
  const answers = kinds.reduce((sum, { n }) => sum + n, 0);
  const mean = kinds.reduce((sum, { n, meanLog }) => sum + n * meanLog, 0) / answers;
  const square = kinds.reduce(
    (sum, { n, meanLog, deviationLog }) => sum + n * (deviationLog ** 2 + (meanLog - mean) ** 2),
    0,
  );
  return { answers, mean, sd: Math.sqrt(square / answers) };
};

/** From the learner model; null where it says nothing of any kind. */
export const baselineOfPace = (pace: readonly PaceOfKind[]): LatencyBaseline | null => {
  const groups = Map.groupBy(
    pace.filter(({ n }) => n > 0),
    ({ phase, recalled }): LatencyKind => `${phase} ${recalled ? 'recalled' : 'forgotten'}`,
  );
  if (groups.size === 0) return null;
  const kinds = Object.fromEntries([...groups].map(([kind, members]) => [kind, pooled(members)]));
  return { source: 'pace', answers: pace.reduce((sum, { n }) => sum + n, 0), kinds };
};

export type LatencySums = { answers: number; reviewAnswers: number; learnMs: number; reviewMs: number };

const ofSum = (answers: number, ms: number): LogLatency | undefined =>
  answers < leastAnswers || ms <= 0
    ? undefined
    : { answers, mean: Math.log(ms / answers) - commonSd ** 2 / 2, sd: commonSd };

/** From sums of days; null: too few answers. */
export const baselineOfSums = (sums: LatencySums): LatencyBaseline | null => {
  const learning = ofSum(sums.answers - sums.reviewAnswers, sums.learnMs);
  const review = ofSum(sums.reviewAnswers, sums.reviewMs);
  if (learning === undefined && review === undefined) return null;
  return {
    source: 'days',
    answers: (learning?.answers ?? 0) + (review?.answers ?? 0),
    kinds: {
      ...(learning === undefined
        ? {}
        : {
            'new recalled': learning,
            'new forgotten': learning,
            'steps recalled': learning,
            'steps forgotten': learning,
          }),
      ...(review === undefined ? {} : { 'review recalled': review, 'review forgotten': review }),
    },
  };
};

const kindOf = (phase: number, recalled: boolean): LatencyKind => {
  const group =
    phase === 0
      ? 'new'
      : phase === phaseCode('review') || phase === phaseCode('filtered')
        ? 'review'
        : 'steps';
  return `${group} ${recalled ? 'recalled' : 'forgotten'}`;
};

/** The logarithm of how many times the owner's usual time for its kind an answer took; null: not known. */
export const logTimesUsual = (
  baseline: LatencyBaseline | null,
  { phase, recalled, durationMs }: { phase: number; recalled: boolean; durationMs: number },
): number | null => {
  const own = baseline?.kinds[kindOf(phase, recalled)];
  return own === undefined ? null : Math.log(Math.max(leastMs, durationMs)) - own.mean;
};

/** How far an answer's time lies from the owner's own for its kind, in standard deviations; null: not known. */
export const logLatencySd = (
  baseline: LatencyBaseline | null,
  { phase, recalled, durationMs }: { phase: number; recalled: boolean; durationMs: number },
): number | null => {
  const own = baseline?.kinds[kindOf(phase, recalled)];
  if (own === undefined) return null;
  return (Math.log(Math.max(leastMs, durationMs)) - own.mean) / Math.max(own.sd, leastSd);
};
