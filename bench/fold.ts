import { FSRSAlgorithm } from 'ts-fsrs';
import { foldReviews, type ReviewColumns } from '#ml/memory/fold-reviews.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { seededRandom } from '#ml/random/random.ts';
import { quantile, rounded, type Bench } from './bench.ts';

const cards = 150_000;
const runs = 5;

/** Histories as they are: few answers for most cards, gaps that grow, one answer in nine forgotten. */
const histories = (reviews: number, seed: number): ReviewColumns => {
  const random = seededRandom(seed);
  const starts = new Int32Array(cards + 1);
  const days = new Int32Array(reviews);
  const ratings = new Uint8Array(reviews);
  for (let card = 0; card < cards; card += 1) {
    const end = Math.round(((card + 1) * reviews) / cards);
    starts[card + 1] = end;
    let day = 18_000 + Math.floor(random.unit() * 1000);
    let gap = 0;
    for (let row = starts[card]!; row < end; row += 1) {
      days[row] = day;
      const forgot = random.unit() < 1 / 9;
      ratings[row] = forgot ? 1 : 2 + Math.floor(random.unit() * 3);
      gap = forgot ? 0 : 1 + gap * (1 + 2 * random.unit());
      day += Math.min(400, Math.round(gap));
    }
  }
  return { starts, days, ratings };
};

/** ts-fsrs on the same rows; returns the largest relative difference of any stability or difficulty. */
const compareWithPeer = (
  { starts, days, ratings }: ReviewColumns,
  folded: { stability: Float64Array; difficulty: Float64Array },
): { seconds: number; largestDifference: number } => {
  const peer = new FSRSAlgorithm({});
  let largestDifference = 0;
  const start = performance.now();
  for (let card = 0; card < cards; card += 1) {
    let memory: { stability: number; difficulty: number } | null = null;
    for (let row = starts[card]!; row < starts[card + 1]!; row += 1) {
      const elapsed = memory === null ? 0 : days[row]! - days[row - 1]!;
      memory = peer.next_state(memory, elapsed, ratings[row]!);
      largestDifference = Math.max(
        largestDifference,
        Math.abs(folded.stability[row]! / memory.stability - 1),
        Math.abs(folded.difficulty[row]! / memory.difficulty - 1),
      );
    }
  }
  return { seconds: (performance.now() - start) / 1000, largestDifference };
};

/** A million reviews of 150,000 cards folded at once, beside ts-fsrs on the same rows. */
export const foldBench: Bench = async (options) => {
  const reviews = histories(options.reviews, options.seed);
  const parameters = fsrsParameters();
  const seconds: number[] = [];
  let folded = foldReviews(parameters, reviews);
  for (let run = 0; run < (options.rounds || runs); run += 1) {
    const start = performance.now();
    folded = foldReviews(parameters, reviews);
    seconds.push((performance.now() - start) / 1000);
  }
  const peer = compareWithPeer(reviews, folded);
  return [
    {
      what: `fold of ${options.reviews} reviews of ${cards} cards`,
      seconds: rounded(quantile(seconds, 0.5), 3),
      bar: '< 1 s',
    },
    { what: 'ts-fsrs next_state on the same rows', seconds: rounded(peer.seconds, 3), bar: 'peer' },
    { what: 'largest relative difference', value: peer.largestDifference, bar: '≤ 1e-6' },
  ];
};
