import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { openTestStore } from '../../store/testing/open-test-store.ts';
import { readActivity } from './read-activity.ts';

const withLearner = profileMaker(async (open) => {
  const { job } = await open.call('exchange.simulateLearner', { seed: 7, days: 60 });
  await resultOf(open.service, job);
  await open.service.store.settle();
});

type Review = {
  at: number;
  study_day: number;
  utc_offset_min: number;
  phase: number;
  rating: number;
  duration_ms: number;
  session_id: number;
};
const reviewsOf = (open: OpenService): Review[] => open.rows<Review>('SELECT * FROM live_reviews');

/** Counted in the plainest way: answers, time, answers in review, recalled ones. */
const countedBy = (
  reviews: readonly Review[],
  key: (review: Review) => string,
): Record<string, [answers: number, ms: number, reviewed: number, recalled: number]> => {
  const counted: Record<string, [number, number, number, number]> = {};
  for (const review of reviews) {
    const at = (counted[key(review)] ??= [0, 0, 0, 0]);
    at[0] += 1;
    at[1] += review.duration_ms;
    at[2] += review.phase === 2 ? 1 : 0;
    at[3] += review.phase === 2 && review.rating > 1 ? 1 : 0;
  }
  return counted;
};
type Told = { answers: number; ms: number; recall: { n: number; share: number } | null };
const told = ({ answers, ms, recall }: Told) => [
  answers,
  ms,
  recall?.n ?? 0,
  Math.round((recall?.n ?? 0) * (recall?.share ?? 0)),
];

/** Monday 0, by the calendar of the machine. */
const weekdayOf = (day: number): number => (new Date(day * 86_400_000).getUTCDay() + 6) % 7;

describe('activity', () => {
  it('is what the log says, by day, by weekday and hour, and by session', async () => {
    const open = await withLearner();
    const reviews = reviewsOf(open);
    const activity = await open.call('twin.activity', {});
    expect(activity.to - activity.from).toBe(364);
    expect(activity.to).toBe(activity.today);
    expect(activity.firstDay).toBe(Math.min(...reviews.map((review) => review.study_day)));
    expect(Object.fromEntries(activity.days.map((day) => [String(day.day), told(day)]))).toEqual(
      countedBy(reviews, (review) => String(review.study_day)),
    );
    const hourOf = ({ at, utc_offset_min }: Review): number =>
      new Date(at + utc_offset_min * 60_000).getUTCHours();
    expect(
      Object.fromEntries(activity.hours.map((cell) => [`${cell.weekday} ${cell.hour}`, told(cell)])),
    ).toEqual(countedBy(reviews, (review) => `${weekdayOf(review.study_day)} ${hourOf(review)}`));
    expect(activity.sessions).toEqual({
      n: new Set(reviews.map((review) => review.session_id)).size,
      answers: reviews.length,
      ms: reviews.reduce((sum, review) => sum + review.duration_ms, 0),
    });
    for (const { recall } of activity.hours) {
      if (recall === null) continue;
      expect(recall.low).toBeLessThanOrEqual(recall.share);
      expect(recall.high).toBeGreaterThanOrEqual(recall.share);
    }
  });

  it('of a calendar year has its days, from the first of January to the last of December', async () => {
    const open = await withLearner();
    const reviews = reviewsOf(open);
    const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear();
    const { years } = await open.call('twin.activity', {});
    expect(years).toEqual(
      [...new Set(reviews.map((review) => yearOf(review.study_day)))].sort((a, b) => b - a),
    );
    const year = years[0] ?? 0;
    const activity = await open.call('twin.activity', { year });
    expect(activity.from * 86_400_000).toBe(Date.UTC(year, 0, 1));
    expect(activity.to * 86_400_000).toBe(Date.UTC(year, 11, 31));
    const ofYear = reviews.filter((review) => yearOf(review.study_day) === year);
    expect(activity.days.reduce((sum, { answers }) => sum + answers, 0)).toBe(ofYear.length);
    expect(activity.sessions.answers).toBe(ofYear.length);
    const before = await open.call('twin.activity', { year: 1999 });
    expect(before).toMatchObject({ days: [], hours: [], sessions: { n: 0, answers: 0, ms: 0 } });
  });

  it('is empty where nothing was answered, and says when a day begins', async () => {
    const open = await openTestService();
    await open.call('settings.change', { values: { 'study.rolloverHour': 2 } });
    expect(await open.call('twin.activity', {})).toMatchObject({
      firstDay: null,
      years: [],
      days: [],
      hours: [],
      dayBegins: 2,
      sessions: { n: 0, answers: 0, ms: 0 },
    });
  });

  it('holds with days that a wrong clock left far away', async () => {
    const { store } = await openTestStore();
    store.connection.exec(
      `INSERT INTO daily_rollups VALUES (-90000, 1, 0, 0, 0, 10, 0), (2900000, 2, 0, 1, 1, 0, 20)`,
    );
    const { years } = readActivity(store, undefined);
    expect(years).toEqual([9909, 1723]);
    expect(readActivity(store, 9909).days).toMatchObject([
      { answers: 2, ms: 20, recall: { n: 1, share: 1 } },
    ]);
    expect(readActivity(store, 1723).days).toMatchObject([{ day: -90000, answers: 1, recall: null }]);
  });
});
