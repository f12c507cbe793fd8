import { describe, expect, it } from 'vitest';
import { addCourse } from '../../store/testing/add-course.ts';
import { openTestStore } from '../../store/testing/open-test-store.ts';
import type { Store } from '../../store/store.ts';
import { derivedUid } from '../../store/uid.ts';
import { reviewColumns } from './review-columns.ts';

type Review = { day: number; rating?: number; phase?: number; interval?: number | null; ms?: number };

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const moment = { utc_offset_min: 60 };
let made = 0;
const uid = (): Uint8Array => derivedUid('test', String((made += 1)));

const review = (
  store: Store,
  card: number,
  { day, rating = 3, phase = 2, interval = 86_400, ms = 4000 }: Review,
) =>
  store.write('test.review', (tx) => {
    const id = uid();
    tx.append(
      'reviews',
      {
        card_id: card,
        at: day * dayMs + 12 * hourMs,
        uid: id,
        ...moment,
        study_day: day,
        rating,
        phase,
        interval_seconds: interval,
        last_interval_seconds: 0,
        duration_ms: ms,
      },
      { owner: card },
    );
    return id;
  });

const forget = (store: Store, card: number, day: number) =>
  store.write('test.forget', (tx) =>
    tx.append(
      'schedule_changes',
      {
        card_id: card,
        at: day * dayMs + 12 * hourMs,
        uid: uid(),
        ...moment,
        study_day: day,
        kind: 'forget',
        due_day: null,
        interval_days: null,
        interval_seconds: 0,
        last_interval_seconds: 0,
      },
      { owner: card },
    ),
  );

const opened = async (cards: number): Promise<{ store: Store; cards: number[] }> => {
  const { store } = await openTestStore();
  return { store, cards: (await addCourse(store, 'Anatomy', cards)).cards };
};

const plain = (store: Store, most?: number) => {
  const { starts, days, ratings, at, durationMs } = reviewColumns(store, most);
  return {
    starts: [...starts],
    days: [...days],
    ratings: [...ratings],
    at: [...at],
    durationMs: [...durationMs],
  };
};

describe('the columns of a log', () => {
  it('are the answers of each card in order, with their moments and times', async () => {
    const { store, cards } = await opened(2);
    await review(store, cards[1]!, { day: 3, phase: 0, rating: 1 });
    await review(store, cards[0]!, { day: 1, phase: 1, ms: 900 });
    await review(store, cards[0]!, { day: 4, rating: 4 });
    expect(plain(store)).toEqual({
      starts: [0, 2, 3],
      days: [1, 4, 3],
      ratings: [3, 4, 1],
      at: [1, 4, 3].map((day) => day * dayMs + 12 * hourMs),
      durationMs: [900, 4000, 4000],
    });
  });

  it('leave out practice that schedules nothing, and what was undone', async () => {
    const { store, cards } = await opened(1);
    await review(store, cards[0]!, { day: 1, phase: 0 });
    await review(store, cards[0]!, { day: 2, phase: 2, interval: null });
    await review(store, cards[0]!, { day: 3 });
    await review(store, cards[0]!, { day: 9 });
    await store.stepHistory('undo');
    expect(plain(store).days).toEqual([1, 3]);
  });

  it('begin a memory of its own where a card was forgotten by hand', async () => {
    const { store, cards } = await opened(1);
    await review(store, cards[0]!, { day: 1, phase: 0 });
    await review(store, cards[0]!, { day: 5 });
    await forget(store, cards[0]!, 7);
    await review(store, cards[0]!, { day: 8, phase: 0 });
    expect(plain(store)).toMatchObject({ starts: [0, 2, 3], days: [1, 5, 8] });
  });

  it('leave out a log that begins in the middle, until its card is new again', async () => {
    const { store, cards } = await opened(2);
    await review(store, cards[0]!, { day: 1, phase: 2 });
    await review(store, cards[0]!, { day: 5 });
    await review(store, cards[1]!, { day: 2, phase: 2 });
    await forget(store, cards[1]!, 3);
    await review(store, cards[1]!, { day: 4, phase: 0 });
    expect(plain(store)).toMatchObject({ starts: [0, 1], days: [4] });
  });

  it('count a clock that was set back as the same day, as the fold does', async () => {
    const { store, cards } = await opened(1);
    await review(store, cards[0]!, { day: 4, phase: 0 });
    await store.write('test.back', (tx) =>
      tx.append(
        'reviews',
        {
          card_id: cards[0]!,
          at: 5 * dayMs,
          uid: uid(),
          ...moment,
          study_day: 2,
          rating: 3,
          phase: 2,
          interval_seconds: 86_400,
          last_interval_seconds: 0,
          duration_ms: 1,
        },
        { owner: cards[0]! },
      ),
    );
    expect(plain(store).days).toEqual([4, 4]);
  });

  it('take a share of whole cards of a log that is too large', async () => {
    const { store, cards } = await opened(60);
    for (const card of cards) {
      await review(store, card, { day: 1, phase: 0 });
      await review(store, card, { day: 2 });
    }
    const { starts, days } = plain(store, 40);
    expect(days.length).toBeGreaterThan(10);
    expect(days.length).toBeLessThan(80);
    expect(new Set(starts.slice(1).map((end, index) => end - starts[index]!))).toEqual(new Set([2]));
  });

  it('are empty for an empty log', async () => {
    const { store } = await opened(0);
    expect(plain(store)).toMatchObject({ starts: [0], days: [] });
  });
});
