import type { Progress } from '../data/progress.ts';
import type { FoldedReviews } from '../memory/fold-reviews.ts';
import { MIN_REVIEWS_TO_FIT } from '../memory/fit-gates.ts';
import { interdayRows, type TimedReviews } from '../memory/interday-rows.ts';
import { reviewsBefore } from '../memory/reviews-before.ts';
import { fitRecall, predictRecall, type RecallModel } from './fit-recall.ts';
import { foldedAsOf, type FoldedFrom } from './folded-as-of.ts';
import { fitGradedMemories, foldGradedMemories, type GradedMemory } from './graded-memories.ts';
import { recallFeatures } from './recall-features.ts';

/** Interday answers before which memory was fitted for the first times, as the gates of the app would. */
const EARLY_FITS = [1400, 2500] as const;

/** Memories that were in force from a moment on (UTC ms); none: the standard weights. */
export type MemoriesFrom = { readonly from: number; readonly memories: readonly GradedMemory[] };

export const recalledOf = ({ ratings }: TimedReviews, rows: Int32Array): Uint8Array =>
  Uint8Array.from(rows, (row) => (ratings[row]! > 1 ? 1 : 0));

/** What memory said at every answer by the memories of its time. */
export const foldedOverTime = (reviews: TimedReviews, memories: readonly MemoriesFrom[]): FoldedReviews =>
  foldedAsOf(
    reviews,
    memories.map((one) => ({ from: one.from, folded: foldGradedMemories(one.memories, reviews) })),
  );

/**
 * The contextual model on blocks in time order: memory is fitted before each block (and a few times before the first),
 * features take what was in force then, and the correction is learnt from everything before the block.
 */
export class RecallOverTime {
  readonly #reviews: TimedReviews;
  readonly #fitted: TimedReviews;
  readonly #order: Int32Array;
  readonly #most: number;
  readonly #progress: Progress;
  readonly #folds: FoldedFrom[];
  readonly #memories: MemoriesFrom[] = [{ from: Number.NEGATIVE_INFINITY, memories: [] }];
  /** What was chosen for each block. */
  readonly choices: RecallModel[] = [];

  /**
   * @param options.fitted the reviews memories are fitted to, where not all of them
   * @param options.most the correction learns from so many of the latest answers
   */
  constructor(
    reviews: TimedReviews,
    options: { fitted?: TimedReviews; most?: number; progress?: Progress } = {},
  ) {
    this.#reviews = reviews;
    this.#fitted = options.fitted ?? reviews;
    this.#most = options.most ?? Number.POSITIVE_INFINITY;
    this.#progress = options.progress ?? {};
    this.#order = interdayRows(reviews);
    this.#folds = [{ from: Number.NEGATIVE_INFINITY, folded: foldGradedMemories([], reviews) }];
  }

  /** The memories of each time so far. */
  get memories(): readonly MemoriesFrom[] {
    return this.#memories;
  }

  async #fitBefore(from: number): Promise<void> {
    this.#progress.throwIfCancelled?.();
    const before = reviewsBefore(this.#fitted, from);
    // A share of the cards may not have enough yet.
    if (this.#fitted !== this.#reviews && interdayRows(before).length < MIN_REVIEWS_TO_FIT) return;
    const memories = await fitGradedMemories(before);
    this.#memories.push({ from, memories });
    this.#folds.push({ from, folded: foldGradedMemories(memories, this.#reviews) });
  }

  async #fitUpTo(place: number, moment: number): Promise<void> {
    if (this.#folds.length === 1)
      for (const early of EARLY_FITS)
        if (early < place) await this.#fitBefore(this.#reviews.at[this.#order[early]!]!);
    await this.#fitBefore(moment);
  }

  #learn(place: number): RecallModel {
    const rows = this.#order.subarray(Math.max(0, place - this.#most), place);
    const features = recallFeatures(this.#reviews, foldedAsOf(this.#reviews, this.#folds), rows);
    const recalled = recalledOf(this.#reviews, rows);
    return fitRecall({ ...features, recalled }, undefined, this.#progress);
  }

  /** Blocks come in time order. */
  async predict(block: Int32Array): Promise<Float64Array> {
    const start = this.#order.indexOf(block[0]!);
    await this.#fitUpTo(start, this.#reviews.at[block[0]!]!);
    const model = this.#learn(start);
    this.choices.push(model);
    return predictRecall(model, recallFeatures(this.#reviews, foldedAsOf(this.#reviews, this.#folds), block));
  }

  /** What is learnt from all answers, for those given after the last. */
  async fitToAll(): Promise<RecallModel> {
    const last = this.#reviews.at.reduce((latest, at) => Math.max(latest, at), 0);
    await this.#fitUpTo(this.#order.length, last + 1);
    return this.#learn(this.#order.length);
  }
}
