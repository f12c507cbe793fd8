import { bernoulli, exponential, normal, poisson, uniformInteger } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import type { EffectsTruth, HabitsTruth } from './truth.ts';

/** What a learner means to do on each study day. */
export interface DayPlans {
  /** 1 where the learner studies. */
  readonly studies: Uint8Array;
  /** Factor of new cards: 0 for none. */
  readonly newFactor: Float64Array;
  /** 1 in overload weeks. */
  readonly overloaded: Uint8Array;
}

const DAYS_PER_YEAR = 365.25;

/**
 * Days off, holidays, relapses, stretches without new cards and overload weeks. A relapse is a stretch off without
 * plan: afterwards the backlog waits.
 * @param firstDay study day of the first of the `days`
 */
export function planDays(
  random: Random,
  habits: HabitsTruth,
  effects: EffectsTruth,
  firstDay: number,
  days: number,
): DayPlans {
  const daily = random.fork();
  const studies = new Uint8Array(days);
  const newFactor = new Float64Array(days);
  for (let day = 0; day < days; day += 1) {
    // Study day 0 (1970-01-01) was a Thursday.
    const weekday = (((firstDay + day + 3) % 7) + 7) % 7;
    studies[day] = bernoulli(daily, habits.studyChance[weekday] ?? 1) ? 1 : 0;
    const eager = 1 + habits.eagerness * Math.exp(-day / habits.eagerDays);
    const factor = eager * Math.exp(normal(daily, 0, habits.newCardsSpread));
    newFactor[day] = bernoulli(daily, habits.noNewChance) ? 0 : factor;
  }
  const stretches = (
    stream: Random,
    perYear: number,
    length: (random: Random) => number,
    mark: (day: number) => void,
  ): void => {
    const count = poisson(stream, (perYear * days) / DAYS_PER_YEAR);
    for (let stretch = 0; stretch < count; stretch += 1) {
      const start = uniformInteger(stream, 0, days - 1);
      const end = Math.min(days, start + Math.max(1, Math.round(length(stream))));
      for (let day = start; day < end; day += 1) mark(day);
    }
  };
  stretches(
    random.fork(),
    habits.holidaysPerYear,
    () => habits.holidayDays,
    (day) => (studies[day] = 0),
  );
  stretches(
    random.fork(),
    habits.relapsesPerYear,
    (stream) => 7 + exponential(stream, Math.max(0, habits.relapseDays - 7)),
    (day) => (studies[day] = 0),
  );
  stretches(
    random.fork(),
    habits.reviewOnlyPerYear,
    (stream) => exponential(stream, habits.reviewOnlyDays),
    (day) => (newFactor[day] = 0),
  );
  const overloaded = new Uint8Array(days);
  stretches(
    random.fork(),
    effects.overload.weeksPerYear,
    () => 7,
    (day) => (overloaded[day] = 1),
  );
  for (let day = 0; day < days; day += 1)
    if (overloaded[day] === 1) newFactor[day]! *= effects.overload.newCardsFactor;
  return { studies, newFactor, overloaded };
}
