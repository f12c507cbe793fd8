import { computeParameters, FSRSBindingItem, FSRSBindingReview } from '@open-spaced-repetition/binding';
import { checkAtLeast } from '../data/check.ts';
import { fsrsParameters } from './fsrs-parameters.ts';
import { MIN_REVIEWS_TO_FIT } from './fit-gates.ts';
import { interdayRows, type TimedReviews } from './interday-rows.ts';

const MAX_REVIEWS_OF_ITEM = 64;

/**
 * FSRS-6 weights fitted to a learner's reviews by the optimiser of the algorithm's authors (fsrs-rs).
 *
 * The items are built here and not from its CSV, whose `review_state` is Anki's type + 1: unshifted it trains on the
 * wrong rows and reports a log loss of .06. They are given in the order of the answers, because the optimiser weighs
 * recent ones more by their position.
 * @param onProgress hears shares of the work done, 0 to 1
 * @returns 21 weights, clipped
 * @throws DataError `too_few` below 400 interday answers
 */
export async function optimiseParameters(
  reviews: TimedReviews,
  onProgress: (share: number) => void = () => {},
): Promise<readonly number[]> {
  const rows = interdayRows(reviews);
  checkAtLeast('interday answers', rows, MIN_REVIEWS_TO_FIT);
  const weights = await computeParameters(itemsOf(reviews, rows), {
    enableShortTerm: true,
    progress: (done, total) => onProgress(total > 0 ? done / total : 0),
    timeout: 50,
  });
  return fsrsParameters(weights).weights;
}

/** One item an interday answer: it and everything before it of the same card. */
function itemsOf(reviews: TimedReviews, rows: Int32Array): FSRSBindingItem[] {
  const { starts, days, ratings } = reviews;
  const answers: FSRSBindingReview[] = [];
  const firstRow = new Int32Array(days.length);
  for (let card = 0; card + 1 < starts.length; card += 1) {
    const first = starts[card]!;
    for (let row = first; row < starts[card + 1]!; row += 1) {
      firstRow[row] = first;
      answers.push(new FSRSBindingReview(ratings[row]!, row === first ? 0 : days[row]! - days[row - 1]!));
    }
  }
  // The items of a card answered hundreds of times would grow with the square of it; the optimiser leaves long ones out.
  const short = Array.from(rows).filter((row) => row - firstRow[row]! < MAX_REVIEWS_OF_ITEM);
  return short.map((row) => new FSRSBindingItem(answers.slice(firstRow[row], row + 1)));
}
