import type { StruggleHistory } from '../knowledge/struggle/history.ts';
import { trainLogistic } from '../logistic/train-logistic.ts';
import { sigmoid } from '../numeric/special.ts';
import { recallCovariates, type Covariates } from './recall-covariates.ts';

/** Half the penalty of a standardised slope: weak beside a hundred answers. */
const L2 = 4;
/** More rows move the slopes by less than their own error. */
const MOST_FITTED = 60_000;
const LEAST_OF_EACH = 10;
const FORMATS = 256;

/** Expectations of answers to cards that had been answered before. */
export interface ExpectedRecall {
  /** Rows of the history, in their order. */
  readonly rows: Int32Array;
  /** P(recall) if nothing but memory mattered; one for each of `rows`. */
  readonly expected: Float64Array;
  /** The same without the format of the card among what is known: for the comparison of formats. */
  readonly withoutFormat: Float64Array;
}

/**
 * What was to be expected of each answer if nothing but memory mattered: two ridge regressions on the learner's own
 * answers, one of answers on a later study day with FSRS as offset, one of answers in steps. Residuals against it are what
 * effects of hours, minutes and formats are measured on. FSRS alone is not enough: its errors grow with doubt, the queue
 * shows the surest cards first, and so the order of a session would look like fatigue (docs/models.md §2). The regressions
 * know nothing of clock, session or day. In-sample: some twenty slopes on hundreds of answers move a cell by less than its
 * error.
 * @param fromDay study day from which answers are wanted; earlier ones only count for what was known
 */
export function expectedRecall(history: StruggleHistory, fromDay: number): ExpectedRecall {
  const { laterDay, sameDay } = recallCovariates(history, fromDay);
  const kinds = [laterDay, sameDay].map((kind) => ({
    rows: kind.rows,
    withoutFormat: fitted(history, kind, []),
    expected: fitted(history, kind, formatColumns(history, kind.rows)),
  }));
  return inOrder(kinds);
}

function inOrder(kinds: readonly ExpectedRecall[]): ExpectedRecall {
  const count = kinds.reduce((sum, { rows }) => sum + rows.length, 0);
  const merged = {
    rows: new Int32Array(count),
    expected: new Float64Array(count),
    withoutFormat: new Float64Array(count),
  };
  const next = kinds.map(() => 0);
  for (let place = 0; place < count; place += 1) {
    const heads = kinds.map(({ rows }, kind) => rows[next[kind]!] ?? Infinity);
    const kind = heads.indexOf(Math.min(...heads));
    const from = next[kind]!;
    merged.rows[place] = kinds[kind]!.rows[from]!;
    merged.expected[place] = kinds[kind]!.expected[from]!;
    merged.withoutFormat[place] = kinds[kind]!.withoutFormat[from]!;
    next[kind] = from + 1;
  }
  return merged;
}

/** A column of 0 and 1 for every format but the most frequent one. */
function formatColumns(history: StruggleHistory, rows: Int32Array): Float64Array[] {
  const formats = Uint8Array.from(rows, (row) => history.facts.cards.format[history.card[row]!]!);
  const counts = new Int32Array(FORMATS);
  for (const format of formats) counts[format]! += 1;
  const most = counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
  return Array.from(counts.keys())
    .filter((format) => format !== most && counts[format]! > 0)
    .map((format) => Float64Array.from(formats, (value) => (value === format ? 1 : 0)));
}

function fitted(
  history: StruggleHistory,
  { rows, columns, offsets }: Covariates,
  formats: readonly Float64Array[],
): Float64Array {
  const targets = Uint8Array.from(rows, (row) => history.recalled[row]!);
  const passes = targets.reduce((sum, target) => sum + target, 0);
  const fails = targets.length - passes;
  // Of too few passes or fails nothing is learnt. FSRS as it stands would be wrong by as much as they say, and by more in
  // one hour than in another: their share is expected of all.
  if (Math.min(passes, fails) < LEAST_OF_EACH) return offsets.map(() => (passes + 1) / (targets.length + 2));
  const standard = [...columns, ...formats].map(standardised);
  const stride = Math.max(1, Math.ceil(targets.length / MOST_FITTED));
  const sample = <T extends Float64Array | Uint8Array>(column: T): T =>
    (stride === 1 ? column : column.filter((_, row) => row % stride === 0)) as T;
  const { logistic } = trainLogistic(
    { columns: standard.map(sample), targets: sample(targets), offsets: sample(offsets) },
    { l2: L2 },
  );
  const logOdds = offsets.map((offset) => offset + logistic.intercept);
  for (const [index, column] of standard.entries()) {
    const weight = logistic.weights[index]!;
    for (let row = 0; row < logOdds.length; row += 1) logOdds[row]! += weight * column[row]!;
  }
  return logOdds.map(sigmoid);
}

/** Mean 0 and deviation 1; a column without spread becomes 0. */
function standardised(column: Float64Array): Float64Array {
  let [sum, squares] = [0, 0];
  for (const value of column) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / column.length;
  const deviation = Math.sqrt(Math.max(0, squares / column.length - mean * mean));
  return column.map((value) => (deviation < 1e-9 ? 0 : (value - mean) / deviation));
}
