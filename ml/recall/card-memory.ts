import type { KnownAnswer } from './recent-answers.ts';

/** What is remembered of each card; WIDTH numbers. */
const WIDTH = 31;
const REPS = 0;
const LAPSES = 1;
const FIRST_DAY = 2;
const LAST_DAY = 3;
const SURPRISE_SUM = 4;
const SURPRISE_COUNT = 5;
const LAST_SURPRISE = 6;
const SLOWNESS_SUM = 7;
const SLOWNESS_COUNT = 8;
const LAST_SLOWNESS = 9;
const LAST_RATING = 10;
const SAME_DAY = 11;
const STABILITY = 12;
const DIFFICULTY = 13;
const STREAK = 14;
const LAST_GAP = 15;
const FIRST_RATING = 16;
const FIRST_DAY_ANSWERS = 17;
const FIRST_DAY_AGAIN = 18;
/** Gap, slowness, rating and surprise of the last three tests of memory, newest first. */
const LAST_TESTS = 19;

/** Cards beside a card, which mostly came from the same lesson. */
const NEIGHBOURS = 3;

/** What the history of a card, of those begun with it and of those beside it says, beyond stability. */
export class CardMemory {
  readonly names = [
    'score',
    'logStability',
    'difficulty',
    'logElapsed',
    'logReps',
    'lapses',
    'logAge',
    'streak',
    'lastRating',
    'sameDayAnswers',
    'cardSurprise',
    'lastSurprise',
    'cardSlowness',
    'lastSlowness',
    'cohortSurprise',
    'neighbourSurprise',
    'stretch',
    'firstRating',
    'firstDayAnswers',
    'firstDayAgain',
    'gap1',
    'slowness1',
    'rating1',
    'surprise1',
    'gap2',
    'slowness2',
    'rating2',
    'surprise2',
    'gap3',
    'slowness3',
    'rating3',
    'surprise3',
  ] as const;
  readonly #cards: Float64Array;
  readonly #count: number;
  /** Cards first seen on the same day: sums and counts of surprise. */
  readonly #cohorts = new Map<number, { sum: number; count: number }>();

  constructor(cards: number) {
    this.#count = cards;
    this.#cards = new Float64Array(cards * WIDTH).fill(Number.NaN);
    for (let card = 0; card < cards; card += 1)
      for (const part of [
        REPS,
        LAPSES,
        SURPRISE_SUM,
        SURPRISE_COUNT,
        SLOWNESS_SUM,
        SLOWNESS_COUNT,
        SAME_DAY,
        STREAK,
        FIRST_DAY_ANSWERS,
        FIRST_DAY_AGAIN,
      ])
        this.#cards[card * WIDTH + part] = 0;
  }

  learn(answer: KnownAnswer, usualLogDuration: number): void {
    const { card, day, rating, durationMs, residual } = answer;
    const cards = this.#cards;
    const of = card * WIDTH;
    if (cards[of + REPS] === 0) {
      cards[of + FIRST_DAY] = day;
      cards[of + FIRST_RATING] = rating;
    }
    if (cards[of + FIRST_DAY] === day) {
      cards[of + FIRST_DAY_ANSWERS]! += 1;
      if (rating === 1) cards[of + FIRST_DAY_AGAIN]! += 1;
    }
    const isNewDay = cards[of + LAST_DAY] !== day;
    cards[of + SAME_DAY] = isNewDay ? 1 : cards[of + SAME_DAY]! + 1;
    if (isNewDay) cards[of + LAST_GAP] = day - cards[of + LAST_DAY]!;
    cards[of + LAST_DAY] = day;
    cards[of + REPS]! += 1;
    cards[of + LAST_RATING] = rating;
    cards[of + STABILITY] = answer.stability;
    cards[of + DIFFICULTY] = answer.difficulty;
    if (durationMs > 0 && !Number.isNaN(usualLogDuration)) {
      const slowness = Math.log(durationMs) - usualLogDuration;
      cards[of + SLOWNESS_SUM]! += slowness;
      cards[of + SLOWNESS_COUNT]! += 1;
      cards[of + LAST_SLOWNESS] = slowness;
    }
    if (Number.isNaN(residual)) return;
    cards.copyWithin(of + LAST_TESTS + 4, of + LAST_TESTS, of + LAST_TESTS + 8);
    cards[of + LAST_TESTS] = Math.log1p(cards[of + LAST_GAP]!);
    cards[of + LAST_TESTS + 1] = cards[of + LAST_SLOWNESS]!;
    cards[of + LAST_TESTS + 2] = rating;
    cards[of + LAST_TESTS + 3] = residual;
    if (rating === 1) cards[of + LAPSES]! += 1;
    cards[of + STREAK] = rating === 1 ? 0 : cards[of + STREAK]! + 1;
    cards[of + SURPRISE_SUM]! += residual;
    cards[of + SURPRISE_COUNT]! += 1;
    cards[of + LAST_SURPRISE] = residual;
    const first = cards[of + FIRST_DAY]!;
    const cohort = this.#cohorts.get(first) ?? { sum: 0, count: 0 };
    cohort.sum += residual;
    cohort.count += 1;
    this.#cohorts.set(first, cohort);
  }

  #neighbourSurprise(card: number): number {
    let [sum, count] = [0, 0];
    for (let step = -NEIGHBOURS; step <= NEIGHBOURS; step += 1) {
      const other = card + step;
      if (step === 0 || other < 0 || other >= this.#count) continue;
      sum += this.#cards[other * WIDTH + SURPRISE_SUM]!;
      count += this.#cards[other * WIDTH + SURPRISE_COUNT]!;
    }
    return sum / (count + 3);
  }

  /** The card's own surprise is taken out of that of its cohort. */
  #cohortSurprise(of: number): number {
    const cohort = this.#cohorts.get(this.#cards[of + FIRST_DAY]!);
    if (cohort === undefined) return 0;
    const sum = cohort.sum - this.#cards[of + SURPRISE_SUM]!;
    return sum / (cohort.count - this.#cards[of + SURPRISE_COUNT]! + 5);
  }

  write(card: number, day: number, score: number, into: Float64Array, at: number): void {
    const cards = this.#cards;
    const of = card * WIDTH;
    const elapsed = day - cards[of + LAST_DAY]!;
    into[at] = score;
    into[at + 1] = Math.log(Math.max(0.01, cards[of + STABILITY]!));
    into[at + 2] = cards[of + DIFFICULTY]!;
    into[at + 3] = Math.log1p(Math.max(0, elapsed));
    into[at + 4] = Math.log1p(cards[of + REPS]!);
    into[at + 5] = Math.log1p(cards[of + LAPSES]!);
    into[at + 6] = Math.log1p(Math.max(0, day - cards[of + FIRST_DAY]!));
    into[at + 7] = Math.log1p(cards[of + STREAK]!);
    into[at + 8] = cards[of + LAST_RATING]!;
    into[at + 9] = Math.log1p(cards[of + SAME_DAY]!);
    into[at + 10] = cards[of + SURPRISE_SUM]! / (cards[of + SURPRISE_COUNT]! + 1.5);
    into[at + 11] = cards[of + LAST_SURPRISE]!;
    into[at + 12] = cards[of + SLOWNESS_SUM]! / (cards[of + SLOWNESS_COUNT]! + 0.5);
    into[at + 13] = cards[of + LAST_SLOWNESS]!;
    into[at + 14] = this.#cohortSurprise(of);
    into[at + 15] = this.#neighbourSurprise(card);
    // How much longer it waited than the time before.
    into[at + 16] = Math.log1p(Math.max(0, elapsed)) - Math.log1p(Math.max(0, cards[of + LAST_GAP]!));
    into[at + 17] = cards[of + FIRST_RATING]!;
    into[at + 18] = Math.log1p(cards[of + FIRST_DAY_ANSWERS]!);
    into[at + 19] = Math.log1p(cards[of + FIRST_DAY_AGAIN]!);
    for (let part = 0; part < 12; part += 1) into[at + 20 + part] = cards[of + LAST_TESTS + part]!;
  }
}
