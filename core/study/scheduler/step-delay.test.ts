import { describe, expect, it } from 'vitest';

import { stepDelaySeconds, wholeDaysFromADay } from './step-delay.ts';

const DAY = 86_400;
const delays = (steps: readonly number[], step: number): readonly (number | null)[] =>
  ([1, 2, 3, 4] as const).map((rating) => stepDelaySeconds(steps, step, rating));

describe('learning steps', () => {
  it.each([
    // steps in minutes, current step → again, hard, good in seconds: Anki's manual, "Learning Steps" and "Answer Buttons"
    [[10], 0, [600, 900, null, null]],
    [[3 * 1440], 0, [3 * DAY, 4 * DAY, null, null]],
    [[1, 10], 0, [60, 330, 600, null]],
    [[1, 10], 1, [60, 600, null, null]],
    [[1, 10, 100], 0, [60, 330, 600, null]],
    [[1, 10, 100], 1, [60, 600, 6000, null]],
    [[1, 10, 100], 2, [60, 6000, null, null]],
    [[1, 10], 5, [60, 600, null, null]], // the list was longer when the card got there
    [[0.5, 1.25], 0, [30, 52, 75, null]],
    [[], 0, [null, null, null, null]],
  ])('%j at step %i: %j', (steps, step, expected) => {
    expect(delays(steps, step)).toEqual(expected);
  });

  it('turns waits of a day and more into whole days', () => {
    expect([DAY - 1, DAY, 1.4 * DAY, 1.5 * DAY].map(wholeDaysFromADay)).toEqual([DAY - 1, DAY, DAY, 2 * DAY]);
  });
});
