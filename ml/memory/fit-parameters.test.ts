import { describe, expect, it } from 'vitest';
import { DataError } from '../data/data-error.ts';
import { fitParameters } from './fit-parameters.ts';
import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters } from './fsrs-parameters.ts';
import { heldOutLoss } from './held-out-loss.ts';
import { interdayRows } from './interday-rows.ts';
import { optimiseParameters } from './optimise-parameters.ts';
import { reviewsBefore } from './reviews-before.ts';
import { reviewsOf } from './testing.ts';

/** Somebody who forgets faster than the defaults expect, most of all after a lapse. */
const forgetful = fsrsParameters(
  FSRS6_DEFAULT_WEIGHTS.with(8, 1.2).with(2, 1.2).with(0, 0.1).with(11, 0.6).with(20, 0.4),
);

describe('memory parameters fitted to a log', () => {
  it('are accepted where they predict later answers better, and then fitted on everything', async () => {
    const reviews = reviewsOf(forgetful, { cards: 400, answers: 8, seed: 1 });
    const shares: number[] = [];
    const fits = await fitParameters(FSRS6_DEFAULT_WEIGHTS, reviews, null, (share) => shares.push(share));
    const fit = fits.plain;
    expect(fit.accepted).toBe(true);
    expect(fit.fittedLoss).toBeLessThan(fit.currentLoss);
    expect(fit.currentLoss).toBe(fit.defaultLoss);
    expect(fit.gain.mean).toBeCloseTo(fit.currentLoss - fit.fittedLoss, 12);
    expect(fit.gain.low).toBeGreaterThan(0);
    expect(fits.trainedOn + fits.heldOut).toBe(interdayRows(reviews).length);
    expect(fits.reviews).toBe(reviews.days.length);
    expect(fit.weights).toHaveLength(21);
    // A log of the same person that no fit has seen.
    const later = reviewsOf(forgetful, { cards: 400, answers: 8, seed: 2 });
    const rows = interdayRows(later);
    expect(heldOutLoss(fsrsParameters(fit.weights), later, rows)).toBeLessThan(
      heldOutLoss(fsrsParameters(), later, rows) - 0.01,
    );
    expect(shares.length).toBeGreaterThan(0);
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it('are not accepted where the weights in force are the truth', async () => {
    const reviews = reviewsOf(forgetful, { cards: 120, answers: 8, seed: 3 });
    const { plain } = await fitParameters(forgetful.weights, reviews);
    expect(plain.accepted).toBe(false);
    expect(plain.gain.low).toBeLessThanOrEqual(0);
  });

  it('are judged without a look at the held-out answers', async () => {
    const reviews = reviewsOf(forgetful, { cards: 150, answers: 8, seed: 4 });
    const rows = interdayRows(reviews);
    const held = rows.subarray(Math.floor(rows.length * 0.8));
    const moment = reviews.at[held[0]!]!;
    const turned = {
      ...reviews,
      ratings: reviews.ratings.map((r, row) => (reviews.at[row]! < moment ? r : 4 - r)),
    };
    // What comes after the moment is turned into its opposite; what is fitted before it may not move.
    expect(await optimiseParameters(reviewsBefore(turned, moment))).toEqual(
      await optimiseParameters(reviewsBefore(reviews, moment)),
    );
  });

  it('are refused for people who remember as the standard parameters say, nearly always', async () => {
    let accepted = 0;
    for (let seed = 10; seed < 22; seed += 1) {
      const reviews = reviewsOf(fsrsParameters(), { cards: 150, answers: 8, seed });
      const { plain } = await fitParameters(FSRS6_DEFAULT_WEIGHTS, reviews);
      if (plain.accepted) accepted += 1;
    }
    // One in twenty by the interval's own error.
    expect(accepted).toBeLessThanOrEqual(2);
  });

  it('are judged only by answers that what is in force was not fitted to', async () => {
    const reviews = reviewsOf(forgetful, { cards: 400, answers: 8, seed: 7 });
    const rows = interdayRows(reviews);
    const seenUntil = reviews.at[rows[rows.length - 150]!]!;
    const fits = await fitParameters(FSRS6_DEFAULT_WEIGHTS, reviews, seenUntil);
    expect(fits.heldOut).toBe(149);
    expect(fits.trainedOn).toBe(rows.length - 149);
    await expect(
      fitParameters(FSRS6_DEFAULT_WEIGHTS, reviews, reviews.at[rows[rows.length - 50]!]),
    ).rejects.toMatchObject({ problem: 'too_few', column: 'later answers' });
    // Nothing is new: nothing can be judged.
    await expect(fitParameters(FSRS6_DEFAULT_WEIGHTS, reviews, fits.until)).rejects.toMatchObject({
      problem: 'too_few',
    });
  });

  it('graded by time win where cards differ in ways that only times show', async () => {
    const reviews = reviewsOf(fsrsParameters(), { cards: 900, answers: 8, seed: 9, spread: 1.2 });
    const { plain, timeGraded } = await fitParameters(FSRS6_DEFAULT_WEIGHTS, reviews);
    expect(timeGraded.accepted).toBe(true);
    expect(timeGraded.times!.fastMs).toBeLessThan(timeGraded.times!.slowMs);
    expect(timeGraded.fittedLoss).toBeLessThan(Math.min(plain.fittedLoss, plain.currentLoss));
  });

  it('graded by time are refused where the times tell nothing', async () => {
    const telling = reviewsOf(forgetful, { cards: 600, answers: 8, seed: 8 });
    const silent = { ...telling, durationMs: telling.durationMs.map(() => 5000) };
    const { timeGraded } = await fitParameters(FSRS6_DEFAULT_WEIGHTS, silent);
    expect(timeGraded.accepted).toBe(false);
    expect(timeGraded.gain.mean).toBeCloseTo(0, 12);
  });

  it('need enough answers', async () => {
    const few = reviewsOf(forgetful, { cards: 20, answers: 5, seed: 5 });
    await expect(fitParameters(FSRS6_DEFAULT_WEIGHTS, few)).rejects.toThrow(DataError);
    await expect(optimiseParameters(few)).rejects.toMatchObject({
      problem: 'too_few',
      column: 'interday answers',
    });
  });

  it('are given up between the parts of the work', async () => {
    const reviews = reviewsOf(forgetful, { cards: 150, answers: 8, seed: 6 });
    await expect(
      fitParameters(FSRS6_DEFAULT_WEIGHTS, reviews, null, undefined, () => {
        throw new Error('cancelled');
      }),
    ).rejects.toThrow('cancelled');
  });
});
