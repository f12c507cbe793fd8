import { expect, it } from 'vitest';
import { quantile } from '../numeric/sample.ts';
import { seededRandom } from '../random/random.ts';
import { fittedLearner } from './fitted-learner.ts';
import { answerTime } from './pace.ts';
import { NEW, REVIEW } from './schedule.ts';

const { pace } = fittedLearner;
const draw = (phase: number, recalled: boolean, recall: number, slowing = 0): number[] => {
  const random = seededRandom(7);
  return Array.from(
    { length: 20_000 },
    () => answerTime(random, pace, phase, recalled, recall, slowing).durationMs,
  );
};

it('gives the planted median at the usual recall, and times between floor and cap', () => {
  const times = draw(REVIEW, true, 0.9);
  expect(quantile(times, 0.5) / pace.reviewPass.medianMs).toBeCloseTo(1, 1);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(pace.floorMs);
  expect(Math.max(...times)).toBe(pace.capMs);
});

it('is slower in doubt and under strain by the planted factor', () => {
  const median = (recall: number, slowing = 0): number =>
    quantile(draw(REVIEW, true, recall, slowing), 0.5) - pace.floorMs;
  const usual = median(0.9);
  expect(median(0.5) / usual).toBeCloseTo(Math.exp(0.4 * pace.doubtSlowing), 1);
  expect(median(0.9, 0.3) / usual).toBeCloseTo(Math.exp(0.3), 1);
});

it('has a heavy tail: what lies beyond the cap is time away, a quarter of an hour at most', () => {
  const random = seededRandom(8);
  const times = Array.from({ length: 20_000 }, () => answerTime(random, pace, NEW, false, 0.5, 0));
  const beyond = times.filter(({ beyondMs }) => beyondMs > 0);
  expect(beyond.length).toBeGreaterThan(200);
  expect(beyond.every(({ durationMs }) => durationMs === pace.capMs)).toBe(true);
  expect(Math.max(...beyond.map(({ beyondMs }) => beyondMs))).toBeLessThanOrEqual(15 * 60_000);
});
