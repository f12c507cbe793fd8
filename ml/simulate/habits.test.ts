import { expect, it } from 'vitest';
import { mean } from '../numeric/sample.ts';
import { seededRandom } from '../random/random.ts';
import { fittedLearner } from './fitted-learner.ts';
import { planDays } from './habits.ts';
import { NO_EFFECTS } from './truth.ts';

const steady = {
  ...fittedLearner.habits,
  eagerness: 0,
  newCardsSpread: 0,
  noNewChance: 0,
  reviewOnlyPerYear: 0,
};
const plan = (changes: Partial<typeof steady>, effects = NO_EFFECTS, days = 7 * 300) =>
  planDays(seededRandom(3), { ...steady, ...changes }, effects, 20_000, days);

it('studies as often as planted on each weekday', () => {
  const studyChance = [0.9, 0.9, 0.9, 0.9, 0.5, 0, 1];
  const { studies } = plan({ studyChance });
  // Study day 20,000 is 2024-10-04, a Friday.
  for (let weekday = 0; weekday < 7; weekday += 1) {
    const share = mean(studies.filter((_, day) => (day + 4) % 7 === weekday));
    const chance = studyChance[weekday]!;
    expect(Math.abs(share - chance)).toBeLessThanOrEqual(4 * Math.sqrt((chance * (1 - chance)) / 300));
  }
});

it('holidays and relapses are stretches off; relapses last a week and more', () => {
  expect(mean(plan({}).studies)).toBe(1);
  const holidays = plan({ holidaysPerYear: 2, holidayDays: 5 }).studies;
  expect(mean(holidays)).toBeLessThan(1);
  const stretches = [...plan({ relapsesPerYear: 1, relapseDays: 14 }).studies].join('').match(/0+/g) ?? [];
  expect(stretches.length).toBeGreaterThan(1);
  // One at the very end may be cut short.
  expect(stretches.slice(0, -1).every((stretch) => stretch.length >= 7)).toBe(true);
});

it('overload weeks take their factor of new cards', () => {
  const effects = {
    ...NO_EFFECTS,
    overload: { weeksPerYear: 6, points: 5, newCardsFactor: 3, slowing: 0 },
  };
  const { overloaded, newFactor } = plan({}, effects);
  expect(mean(overloaded)).toBeGreaterThan(0.03);
  expect(newFactor.every((factor, day) => factor === (overloaded[day] === 1 ? 3 : 1))).toBe(true);
});

it('first enthusiasm fades', () => {
  const { newFactor } = plan({ eagerness: 2, eagerDays: 5 });
  expect(newFactor[0]).toBe(3);
  expect(newFactor[5]).toBeCloseTo(1 + 2 / Math.E, 12);
  expect(newFactor[200]).toBeCloseTo(1, 12);
});
