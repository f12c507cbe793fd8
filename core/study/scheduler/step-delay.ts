import type { Rating } from '#ml/memory/memory.ts';

const DAY_SECONDS = 86_400;

/**
 * Seconds until a card in steps is shown again, or null when the answer leads out of the steps. The rules are Anki's
 * (rslib/src/scheduler/states/steps.rs): Again returns to the first step; Hard repeats the step, except that on the
 * first it waits for the mean of the first two, or half as long again (a day more at most) when there is only one;
 * Good goes on to the next step; Easy leaves.
 * @param steps minutes each
 * @param step index of the current step; beyond the end (after the owner shortened the list) it means the last
 */
export function stepDelaySeconds(steps: readonly number[], step: number, rating: Rating): number | null {
  const current = Math.min(step, steps.length - 1);
  if (rating === 1) return secondsAt(steps, 0);
  if (rating === 2) return current <= 0 ? hardOnFirstStep(steps) : secondsAt(steps, current);
  return rating === 3 ? secondsAt(steps, current + 1) : null;
}

/** A step of a day or more waits whole days, so that it comes at the same study day early and late in the evening. */
export function wholeDaysFromADay(seconds: number): number {
  return seconds < DAY_SECONDS ? seconds : Math.round(seconds / DAY_SECONDS) * DAY_SECONDS;
}

function secondsAt(steps: readonly number[], index: number): number | null {
  const minutes = steps[index];
  return minutes === undefined ? null : Math.floor(minutes * 60);
}

function hardOnFirstStep(steps: readonly number[]): number | null {
  const first = secondsAt(steps, 0);
  const second = secondsAt(steps, 1);
  if (first === null) return null;
  if (second !== null) return Math.floor((first + second) / 2);
  return Math.min(Math.floor(first * 1.5), first + DAY_SECONDS);
}
