import { describe, expect, it } from 'vitest';
import { DayCounts } from './day-counts.ts';

const learning = 1;
const review = 2;
const answer = (studyDay: number, phase = learning, rating = 3) => ({
  studyDay,
  phase,
  rating,
  durationMs: 1000,
});

describe('counts of a log that comes card by card', () => {
  it('introduces a card on the day of its first answer', () => {
    const days = new DayCounts();
    days.add(1, 100, answer(10));
    days.add(1, 200, answer(11, review, 1));
    days.add(2, 150, answer(10));
    expect([...days]).toMatchObject([
      { study_day: 10, answers: 2, introduced: 2, review_answers: 0, learn_ms: 2000 },
      { study_day: 11, answers: 1, introduced: 0, review_answers: 1, review_recalled: 0, review_ms: 1000 },
    ]);
  });

  it('moves the introduction where an earlier answer of the same card comes later', () => {
    const days = new DayCounts();
    days.add(1, 500, answer(15));
    days.add(1, 100, answer(10));
    days.add(1, 50, answer(9, review));
    expect([...days].map(({ study_day: day, introduced }) => [day, introduced])).toEqual([
      [15, 0],
      [10, 0],
      [9, 0],
    ]);
  });
});
