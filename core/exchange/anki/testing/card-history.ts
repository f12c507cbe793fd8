import type { DescribedCard, DescribedReview } from './package-description.ts';
import type { SeededRandom } from './seeded-random.ts';

export const DAY_SECONDS = 86_400;
export const HISTORY_DAYS = 1095;

const LEARNING = 0;
const REVIEW = 1;
const RELEARNING = 2;
const MANUAL = 4;
const AGAIN = 1;

/** State of one card while its history is written. Days count from the collection's creation; `at` is the last answer in epoch milliseconds. */
type Progress = {
  day: number;
  at: number;
  interval: number;
  factor: number;
  lapses: number;
  relearning: boolean;
};

export type CardHistory = { reviews: DescribedReview[]; state: Partial<DescribedCard> };

/** A made-up history of `count` log rows in the three years after `createdAt` (epoch seconds): a learning answer, then reviews at growing
 * intervals, about one in eight forgotten and learned again the same evening, and now and then a manual change. */
export function cardHistory(
  cardId: number,
  count: number,
  createdAt: number,
  random: SeededRandom,
): CardHistory {
  if (count === 0) return { reviews: [], state: {} };
  const start = random.whole(0, Math.max(0, HISTORY_DAYS - 30 * count));
  const progress: Progress = { day: start, at: 0, interval: 0, factor: 2500, lapses: 0, relearning: false };
  const reviews: DescribedReview[] = [];
  for (let index = 0; index < count; index += 1) {
    reviews.push(nextRow(cardId, progress, { first: index === 0, left: count - index, createdAt }, random));
  }
  return { reviews, state: finalState(progress, reviews, createdAt) };
}

type Moment = { first: boolean; left: number; createdAt: number };

function nextRow(cardId: number, progress: Progress, moment: Moment, random: SeededRandom): DescribedReview {
  const lastInterval = progress.interval;
  if (!moment.first && !progress.relearning)
    progress.day += earlyEnough(lastInterval, progress.day, moment.left);
  const type = rowType(progress, moment.first, random);
  const ease = type === MANUAL ? 0 : chooseEase(type, random);
  applyAnswer(progress, type, ease, random);
  progress.at = Math.max(
    evening(progress.day, moment.createdAt, random),
    progress.at + random.whole(300_000, 900_000),
  );
  return {
    id: progress.at,
    cardId,
    ease,
    type,
    interval: progress.relearning ? -600 : progress.interval,
    lastInterval: moment.first ? -60 : lastInterval,
    factor: progress.factor,
    durationMs: type === MANUAL ? 0 : random.whole(1500, 25_000),
  };
}

/** The learner comes early when the rows still to write would otherwise run beyond the three years. */
function earlyEnough(interval: number, day: number, left: number): number {
  return Math.min(interval, Math.floor((HISTORY_DAYS - day) / left));
}

function rowType(progress: Progress, first: boolean, random: SeededRandom): number {
  if (first) return LEARNING;
  if (progress.relearning) return RELEARNING;
  return random.unit() < 0.003 ? MANUAL : REVIEW;
}

function chooseEase(type: number, random: SeededRandom): number {
  const roll = random.unit();
  if (type === REVIEW && roll < 0.12) return AGAIN;
  if (roll < 0.2) return 2;
  return roll < 0.92 ? 3 : 4;
}

function applyAnswer(progress: Progress, type: number, ease: number, random: SeededRandom): void {
  if (type === MANUAL) return;
  progress.relearning = ease === AGAIN;
  if (ease === AGAIN) {
    progress.lapses += 1;
    progress.factor = Math.max(1300, progress.factor - 200);
    progress.interval = Math.max(1, Math.floor(progress.interval * 0.2));
  } else if (type === REVIEW) {
    const growth = ease === 2 ? 1.2 : (progress.factor / 1000) * (ease === 4 ? 1.3 : 1);
    progress.interval = Math.min(3650, Math.ceil(progress.interval * growth * (0.95 + 0.1 * random.unit())));
  } else {
    progress.interval = Math.max(progress.interval, ease === 4 ? 4 : 1);
  }
}

/** 16 to 23 hours after midnight UTC. */
function evening(day: number, createdAt: number, random: SeededRandom): number {
  return (createdAt + day * DAY_SECONDS) * 1000 + random.whole(16 * 3_600_000, 23 * 3_600_000);
}

function finalState(
  progress: Progress,
  reviews: readonly DescribedReview[],
  createdAt: number,
): Partial<DescribedCard> {
  const answers = reviews.filter(({ type }) => type !== MANUAL);
  const lastReviewAt = Math.floor(progress.at / 1000);
  const stability = Math.max(1, progress.interval);
  const common = {
    intervalDays: progress.interval,
    factor: progress.factor,
    reps: answers.length,
    lapses: progress.lapses,
    modifiedAt: lastReviewAt,
    data: JSON.stringify({ s: stability, d: Math.min(10, 4 + progress.lapses), dr: 0.9, lrt: lastReviewAt }),
  };
  if (progress.relearning)
    return { ...common, type: 3, queue: 1, left: 1001, due: createdAt + progress.day * DAY_SECONDS };
  return { ...common, type: 2, queue: 2, due: progress.day + progress.interval };
}
