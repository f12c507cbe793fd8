import { interdayRows, type TimedReviews } from '#ml/memory/interday-rows.ts';
import { reviewsBefore } from '#ml/memory/reviews-before.ts';
import { fitRecall, predictRecall, type RecallModel } from '#ml/recall/fit-recall.ts';
import { foldedAsOf, type FoldedFrom } from '#ml/recall/folded-as-of.ts';
import { fitGradedMemories, foldGradedMemories } from '#ml/recall/graded-memories.ts';
import { recallFeatures } from '#ml/recall/recall-features.ts';

/** Interday answers before which memory was fitted for the first times, as the gates of the app would. */
const earlyFits = [1400, 2500];

const recalledOf = (reviews: TimedReviews, rows: Int32Array): Uint8Array =>
  Uint8Array.from(rows, (row) => (reviews.ratings[row]! > 1 ? 1 : 0));

/**
 * The contextual model on blocks in time order: memory is fitted before each block (and a few times before the first),
 * features take what was in force then, and the correction is learnt from everything before the block.
 */
export class ContextualRecall {
  readonly #reviews: TimedReviews;
  readonly #order: Int32Array;
  readonly #folds: FoldedFrom[];
  /** What was chosen for each block. */
  readonly choices: RecallModel[] = [];

  constructor(reviews: TimedReviews) {
    this.#reviews = reviews;
    this.#order = interdayRows(reviews);
    this.#folds = [{ from: Number.NEGATIVE_INFINITY, folded: foldGradedMemories([], reviews) }];
  }

  async #fitBefore(from: number): Promise<void> {
    const memories = await fitGradedMemories(reviewsBefore(this.#reviews, from));
    this.#folds.push({ from, folded: foldGradedMemories(memories, this.#reviews) });
  }

  /** Blocks come in time order. */
  async predict(block: Int32Array): Promise<Float64Array> {
    const reviews = this.#reviews;
    const order = this.#order;
    const start = order.indexOf(block[0]!);
    if (this.#folds.length === 1)
      for (const place of earlyFits) if (place < start) await this.#fitBefore(reviews.at[order[place]!]!);
    await this.#fitBefore(reviews.at[block[0]!]!);
    const folded = foldedAsOf(reviews, this.#folds);
    const before = order.subarray(0, start);
    const features = recallFeatures(reviews, folded, before);
    const model = fitRecall({ ...features, recalled: recalledOf(reviews, before) });
    this.choices.push(model);
    return predictRecall(model, recallFeatures(reviews, folded, block));
  }
}
