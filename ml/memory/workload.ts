import { checkCount, checkNotEmpty, checkNumber, checkSameLength } from '../data/check.ts';
import { seededRandom } from '../random/random.ts';
import type { FsrsParameters } from './fsrs-parameters.ts';
import { intervalFor, retrievability } from './memory.ts';
import { nextDifficulty, nextStability } from './next-memory.ts';

/** Cards with a memory, column by column. */
export interface CardMemories {
  readonly stability: Float64Array;
  readonly difficulty: Float64Array;
  /** Study day of the last review. */
  readonly lastDay: Int32Array;
}

export interface WorkloadOptions {
  /** Above 0, below 1. */
  readonly retention: number;
  /** First study day, and how many. */
  readonly today: number;
  readonly days: number;
  readonly maximumIntervalDays: number;
  /** What an answer costs: one that was recalled; one that was not, with the answers that learn it anew. */
  readonly passMs: number;
  readonly failMs: number;
}

/** Per card and day. */
export interface Workload {
  readonly reviews: number;
  readonly ms: number;
  /** Mean retrievability over cards and days. */
  readonly remembered: number;
}

/** Every retention meets the same luck, so that a curve over retentions is not one of chances. */
const SEED = 1;

/**
 * The work that a desired retention asks of some cards, by simulation: each is scheduled at that retention from its last
 * review on, recalled with the probability FSRS gives, and goes on from there. Good and Again only; a lapse is learnt
 * anew on its day. No new cards, no limits of a day, no fuzz.
 * @throws DataError `empty`, `length`, `out_of_range`
 */
export function workload(
  parameters: FsrsParameters,
  cards: CardMemories,
  options: WorkloadOptions,
): Workload {
  const { retention, today, days, maximumIntervalDays, passMs, failMs } = options;
  checkNotEmpty('stability', cards.stability);
  checkSameLength('difficulty', cards.difficulty, 'stability', cards.stability);
  checkSameLength('lastDay', cards.lastDay, 'stability', cards.stability);
  checkNumber('retention', retention, 0.01, 0.999);
  checkCount('days', days, 1);
  const random = seededRandom(SEED);
  const end = today + days;
  const interval = (stability: number): number =>
    Math.min(maximumIntervalDays, Math.max(1, Math.round(intervalFor(parameters, stability, retention))));
  let reviews = 0;
  let ms = 0;
  let remembered = 0;
  for (let card = 0; card < cards.stability.length; card += 1) {
    // Of a card's own, so that a card reviewed more often under one retention leaves the others' luck alone.
    const luck = random.fork();
    const asked = today + luck.unit() * days;
    let stability = cards.stability[card]!;
    let difficulty = cards.difficulty[card]!;
    let last = cards.lastDay[card]!;
    for (;;) {
      const due = Math.max(today, last + interval(stability));
      if (last <= asked && (asked < due || due >= end))
        remembered += retrievability(parameters, stability, asked - last);
      if (due >= end) break;
      const elapsed = due - last;
      const isRecalled = luck.unit() < retrievability(parameters, stability, elapsed);
      reviews += 1;
      ms += isRecalled ? passMs : failMs;
      stability = nextStability(parameters, stability, difficulty, elapsed, isRecalled ? 3 : 1);
      difficulty = nextDifficulty(parameters, difficulty, isRecalled ? 3 : 1);
      if (!isRecalled) stability = nextStability(parameters, stability, difficulty, 0, 3);
      last = due;
    }
  }
  const cardDays = cards.stability.length * days;
  return { reviews: reviews / cardDays, ms: ms / cardDays, remembered: remembered / cards.stability.length };
}
