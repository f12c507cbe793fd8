import { NOT_ASKED, type Answers } from './answers.ts';

/**
 * How alike learners do on two items: correlations of residuals over the learners who answered both, the first time
 * each. Only where items are few and often answered; elsewhere it would remember single learners.
 */
export type ItemPairs = {
  readonly items: number;
  /** items × items. */
  readonly correlations: Float32Array;
};

/** Items beyond which the table of pairs is not kept. */
const MOST_ITEMS = 3000;
/** Answers that an item must have on the average. */
const LEAST_SUPPORT = 40;
/** A correlation of fewer learners is pulled to 0, as if so many more had shown none. */
const PULL = 25;

/** The first answers of each learner to each item: rows in order. */
export function firstAnswers(
  { items, outcomes }: Answers,
  from: number,
  to: number,
  seen: Set<number>,
): number[] {
  seen.clear();
  const rows: number[] = [];
  for (let row = from; row < to; row += 1) {
    if (outcomes[row] === NOT_ASKED || seen.has(items[row]!)) continue;
    seen.add(items[row]!);
    rows.push(row);
  }
  return rows;
}

/**
 * Correlations of items from the residuals of answers.
 * @returns null where items are too many or too rarely answered
 */
export function fitItemPairs(answers: Answers, size: number, residuals: Float64Array): ItemPairs | null {
  const { starts, items } = answers;
  if (size > MOST_ITEMS || items.length < LEAST_SUPPORT * size) return null;
  const products = new Float32Array(size * size);
  const learners = new Float32Array(size * size);
  const squares = new Float32Array(size * size);
  const seen = new Set<number>();
  for (let learner = 0; learner + 1 < starts.length; learner += 1) {
    const rows = firstAnswers(answers, starts[learner]!, starts[learner + 1]!, seen);
    for (const row of rows) {
      const start = items[row]! * size;
      const residual = residuals[row]!;
      for (const other of rows) {
        const cell = start + items[other]!;
        products[cell]! += residual * residuals[other]!;
        squares[cell]! += residual * residual;
        learners[cell]! += 1;
      }
    }
  }
  const correlations = new Float32Array(size * size);
  for (let first = 0; first < size; first += 1) {
    for (let second = 0; second < size; second += 1) {
      const cell = first * size + second;
      const count = learners[cell]!;
      if (first === second || count < 5) continue;
      const scale = Math.sqrt(squares[cell]! * squares[second * size + first]!);
      correlations[cell] = scale > 0 ? ((products[cell]! / scale) * count) / (count + PULL) : 0;
    }
  }
  return { items: size, correlations };
}
