import { describe, expect, it } from 'vitest';
import { keystream } from '#sync/patterns/testing/keystream.ts';
import { accuracyOf, type Cohort } from './accuracy.ts';

// A short cut of `bench patterns`, from fixed bytes: root mean square errors against the bars of the means of true bins.
const CASES: readonly (readonly [cohort: Cohort, minutes: number, retention: number])[] = [
  [{ name: 'class of 30', level: 'class', students: 30, rounds: 240 }, 25, 5],
  [{ name: 'class of 300', level: 'class', students: 300, rounds: 60 }, 9, 2],
  [{ name: 'institution of 30,000', level: 'institution', students: 30_000, rounds: 2 }, 1.5, 0.5],
];

describe('what is released, against the binned truth', () => {
  it.each(CASES)('$name', (cohort, minutesBar, retentionBar) => {
    const [minutes, retention] = accuracyOf(keystream(cohort.name), 7, cohort, ['minutes', 'retention']);
    expect(minutes?.rmsError).toBeLessThanOrEqual(minutesBar);
    expect(retention?.rmsError).toBeLessThanOrEqual(retentionBar);
    for (const metric of [minutes, retention]) expect(metric?.coverage).toBeGreaterThan(0.9);
  });
});
