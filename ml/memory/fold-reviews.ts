import { checkRange, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import type { FsrsParameters } from './fsrs-parameters.ts';
import { retrievability, type Rating } from './memory.ts';
import { initialDifficulty, initialStability, nextDifficulty, nextStability } from './next-memory.ts';

/** Reviews of many cards as columns, sorted by card and, within a card, in the order of the answers. */
export interface ReviewColumns {
  /** First row of each card and, last, the number of rows: card c has the rows starts[c] up to starts[c + 1]. */
  readonly starts: Int32Array;
  /** Study day of each answer, not falling within a card. */
  readonly days: Int32Array;
  /** 1 again, 2 hard, 3 good, 4 easy. */
  readonly ratings: Uint8Array;
}

/** What FSRS knew at every answer; one row for each review. */
export interface FoldedReviews {
  /** Probability of recall just before the answer; NaN for the first answer of a card. */
  readonly retrievability: Float64Array;
  /** Memory after the answer, with the 8 decimals of ts-fsrs. */
  readonly stability: Float64Array;
  readonly difficulty: Float64Array;
}

/**
 * Folds whole histories of many cards at once: the same memory, bit for bit, as `nextMemory` answer by answer, and as
 * ts-fsrs's `next_state` with the difference of study days.
 * @throws DataError `length`, `out_of_range` (a rating), `order` (days that fall within a card, starts that fall)
 */
export function foldReviews(parameters: FsrsParameters, reviews: ReviewColumns): FoldedReviews {
  const { starts, days, ratings } = reviews;
  checkColumns(reviews);
  const rows = days.length;
  const recall = new Float64Array(rows);
  const stability = new Float64Array(rows);
  const difficulty = new Float64Array(rows);
  for (let card = 0; card + 1 < starts.length; card += 1) {
    const end = starts[card + 1]!;
    let row = starts[card]!;
    if (row === end) continue;
    const first = ratings[row] as Rating; // checked above
    let s = initialStability(parameters, first);
    let d = initialDifficulty(parameters, first);
    recall[row] = Number.NaN;
    stability[row] = s;
    difficulty[row] = d;
    for (row += 1; row < end; row += 1) {
      const elapsed = days[row]! - days[row - 1]!;
      if (elapsed < 0) throw new DataError('order', 'days', row, 'an answer before the one it follows');
      const rating = ratings[row] as Rating; // checked above
      recall[row] = retrievability(parameters, s, elapsed);
      s = nextStability(parameters, s, d, elapsed, rating);
      d = nextDifficulty(parameters, d, rating);
      stability[row] = s;
      difficulty[row] = d;
    }
  }
  return { retrievability: recall, stability, difficulty };
}

function checkColumns({ starts, days, ratings }: ReviewColumns): void {
  checkSameLength('ratings', ratings, 'days', days);
  checkRange('ratings', ratings, 1, 4);
  if (starts[0] !== 0 || starts.at(-1) !== days.length)
    throw new DataError('length', 'starts', null, `must go from 0 to the ${days.length} rows`);
  for (let card = 1; card < starts.length; card += 1) {
    if (starts[card]! < starts[card - 1]!) throw new DataError('order', 'starts', card, 'falls');
  }
}
