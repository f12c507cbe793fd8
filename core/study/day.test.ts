import { describe, expect, it } from 'vitest';
import { basicNoteType, reversedNoteType } from '../exchange/anki/testing/package-description.ts';
import { seededRandom } from '../exchange/anki/testing/seeded-random.ts';
import { schoolStart } from '../exchange/anki/testing/school-package.ts';
import { uidToHex } from '../store/uid.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { retrievability } from '#ml/memory/memory.ts';
import { standardModel } from './parameters/model-in-force.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const dayZero = 20_454;

/** Sixty cards in review, due on the days around 2 March, and forty new ones, two of each note. */
const withDeck = profileMaker(async (open) => {
  const { whole } = seededRandom(5);
  const inReview = Array.from({ length: 60 }, (_, n) => ({
    id: 1 + n,
    noteId: 1000 + n,
    deckId: 10,
    ordinal: 0,
    type: 2,
    queue: 2,
    due: 50 + whole(0, 20),
    intervalDays: whole(2, 40),
    factor: 2500,
    reps: 4,
    modifiedAt: schoolStart + 86_400,
  }));
  const fresh = Array.from({ length: 40 }, (_, n) => ({
    id: 101 + n,
    noteId: 2000 + Math.floor(n / 2),
    deckId: 10,
    ordinal: n % 2,
    due: 1 + Math.floor(n / 2),
  }));
  await open.import(
    await writtenPackage({
      createdAt: schoolStart,
      decks: [{ id: 10, name: 'Deck' }],
      noteTypes: [basicNoteType(100), reversedNoteType(101)],
      notes: [
        ...inReview.map(({ noteId }) => ({
          id: noteId,
          guid: `r${noteId}`,
          noteTypeId: 100,
          fields: [`q${noteId}`, 'a'],
        })),
        ...Array.from({ length: 20 }, (_, n) => ({
          id: 2000 + n,
          guid: `f${n}`,
          noteTypeId: 101,
          fields: [`f${n}`, `b${n}`],
        })),
      ],
      cards: [...inReview, ...fresh],
      reviews: [],
      media: [],
    }),
  );
});

type Shown = { card: string; note: string; phase: string };

/** Studies whatever comes until `most` answers are given or nothing comes any more. */
const study = async (open: OpenService, most: number, rating = 3, durationMs = 4000): Promise<Shown[]> => {
  const shown: Shown[] = [];
  let { session, step } = await open.call('study.start', { scope: {} });
  while (step.kind === 'card' && shown.length < most) {
    const { card } = step.rendered;
    const [note] = open.rows<{ uid: string }>(
      'SELECT lower(hex(n.uid)) AS uid FROM notes n JOIN cards c ON c.note_id = n.id WHERE lower(hex(c.uid)) = ?',
      card,
    );
    shown.push({ card, note: note?.uid ?? '', phase: step.phase });
    const request = uidToHex(open.service.store.ids.uid());
    ({ step } = await open.call('study.answer', {
      request,
      session: session.uid,
      card,
      reps: step.reps,
      rating,
      durationMs,
    }));
    open.clock.advance(durationMs);
  }
  return shown;
};

const limits = (open: OpenService, newPerDay: number, reviewsPerDay: number) =>
  open.call('settings.change', {
    values: { 'study.newPerDay': newPerDay, 'study.reviewsPerDay': reviewsPerDay },
  });

/** Today, counted again over all rows in the plainest way. */
const counted = (open: OpenService, today: number, newPerDay: number, reviewsPerDay: number): object => {
  const states = open.rows<{ queue: number; due_day: number }>('SELECT queue, due_day FROM card_states');
  const log = open.rows<{ card_id: number; study_day: number; phase: number; duration_ms: number }>(
    'SELECT card_id, study_day, phase, duration_ms FROM live_reviews ORDER BY at, uid',
  );
  const first = new Map<number, { study_day: number; phase: number }>();
  for (const row of log) if (!first.has(row.card_id)) first.set(row.card_id, row);
  const introduced = [...first.values()].filter((row) => row.study_day === today && row.phase <= 1).length;
  const of = log.filter((row) => row.study_day === today);
  const reviewed = of.filter(({ phase }) => phase === 2).length;
  const dueNow = states.filter(({ queue, due_day }) => queue === 2 && due_day <= today).length;
  const due = Math.min(dueNow, Math.max(0, reviewsPerDay - reviewed));
  return {
    studyDay: today,
    due,
    heldBack: dueNow - due,
    fresh: Math.min(states.filter(({ queue }) => queue === 0).length, Math.max(0, newPerDay - introduced)),
    learning: states.filter(({ queue }) => queue === 1).length,
    answeredToday: of.length,
    studiedTodayMs: of.reduce((sum, row) => sum + Math.min(row.duration_ms, minute), 0),
    week: Array.from({ length: 7 }, (_, offset) => ({
      studyDay: today + offset,
      due:
        offset === 0
          ? dueNow
          : states.filter(({ queue, due_day }) => queue === 2 && due_day === today + offset).length,
    })),
  };
};

describe('a day', () => {
  it('is counted as a walk over all rows counts it, before, amid and after studying, with limits and undo', async () => {
    const open = await withDeck();
    await limits(open, 6, 15);
    const expectCounted = async (): Promise<void> => {
      const today = await open.call('study.today', {});
      expect(today).toMatchObject(counted(open, today.studyDay, 6, 15));
    };
    await expectCounted();
    for (const [answers, rating, durationMs] of [
      [5, 3, 4000],
      [7, 1, 90_000],
      [4, 4, 2000],
    ] as const) {
      await study(open, answers, rating, durationMs);
      await expectCounted();
    }
    await open.call('store.undo', {});
    await open.call('store.undo', {});
    await expectCounted();
    open.clock.advance(2 * day);
    await expectCounted();
  });

  it('gives no more than its limits, whichever session, and the rest tomorrow', async () => {
    const open = await withDeck();
    await limits(open, 4, 10);
    const before = await open.call('study.today', {});
    expect([before.fresh, before.due]).toEqual([4, 10]);
    await study(open, 6);
    const { openSession } = await open.call('study.today', {});
    await open.call('study.finish', { session: openSession?.uid ?? '' });
    await study(open, 200);
    const asked = (phase: number, onDay: number): number =>
      open.rows<{ n: number }>(
        'SELECT count(*) AS n FROM live_reviews WHERE phase = ? AND study_day = ?',
        phase,
        onDay,
      )[0]?.n ?? -1;
    expect([asked(0, before.studyDay), asked(2, before.studyDay)]).toEqual([4, 10]);
    expect(await open.call('study.today', {})).toMatchObject({ fresh: 0, due: 0, learning: 0 });
    // After midnight it is still the same study day; at four the next one begins with limits of its own.
    open.clock.advance(Date.UTC(2026, 2, 3, 2, 59) - open.clock.now());
    expect(await open.call('study.today', {})).toMatchObject({ studyDay: before.studyDay, fresh: 0, due: 0 });
    open.clock.advance(minute);
    expect(await open.call('study.today', {})).toMatchObject({
      studyDay: before.studyDay + 1,
      fresh: 4,
      due: 10,
    });
    await study(open, 200);
    expect([asked(0, before.studyDay + 1), asked(2, before.studyDay + 1)]).toEqual([4, 10]);
  });

  it('of a change of clocks begins at four o’clock local time all the same', async () => {
    const open = await withDeck();
    // In Berlin the clocks go forward on 29 March 2026 at 02:00: 04:00 is 02:00 UTC from then on.
    const dayAt = async (at: number): Promise<number> => {
      open.clock.advance(at - open.clock.now());
      return (await open.call('study.today', {})).studyDay - dayZero;
    };
    expect([await dayAt(Date.UTC(2026, 2, 28, 2, 59)), await dayAt(Date.UTC(2026, 2, 28, 3))]).toEqual([
      85, 86,
    ]);
    expect([await dayAt(Date.UTC(2026, 2, 29, 1, 59)), await dayAt(Date.UTC(2026, 2, 29, 2))]).toEqual([
      86, 87,
    ]);
  });

  it('brings reviews in the order of retrievability, new ones between them, and no two cards of a note in a row', async () => {
    const open = await withDeck();
    await limits(open, 12, 200);
    const { studyDay } = await open.call('study.today', {});
    const memory = new Map(
      open
        .rows<{ uid: string; stability: number; last_day: number }>(
          `SELECT lower(hex(c.uid)) AS uid, s.stability, s.last_day FROM card_states s JOIN cards c ON c.id = s.card_id WHERE s.queue = 2`,
        )
        .map((row) => [row.uid, retrievability(standardModel, row.stability, studyDay - row.last_day)]),
    );
    const shown = await study(open, 400, 4);
    const recalled = shown
      .filter(({ phase }) => phase === 'review')
      .map(({ card }) => memory.get(card) ?? -1);
    expect(recalled.length).toBeGreaterThan(20);
    expect(recalled).toEqual(recalled.toSorted((a, b) => b - a));
    expect(shown.filter(({ phase }) => phase === 'new')).toHaveLength(12);
    expect(shown.some((one, at) => at > 0 && shown[at - 1]?.note === one.note)).toBe(false);
    const places = shown.flatMap(({ phase }, at) => (phase === 'new' ? [at] : []));
    expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(20);
  });
});

describe('new cards', () => {
  it('of one note do not come right after each other where both may come on a day', async () => {
    const open = await withDeck();
    await limits(open, 12, 0);
    await open.call('settings.change', { values: { 'study.buryNewSiblings': false } });
    const shown = await study(open, 12, 4);
    expect(shown.map(({ phase }) => phase)).toEqual(shown.map(() => 'new'));
    expect(new Set(shown.map(({ note }) => note)).size).toBe(6);
    expect(shown.some((one, at) => at > 0 && shown[at - 1]?.note === one.note)).toBe(false);
  });

  it('are of as many notes where siblings are buried, and the second ones come tomorrow', async () => {
    const open = await withDeck();
    await limits(open, 12, 0);
    const shown = await study(open, 400, 4);
    expect(new Set(shown.map(({ note }) => note)).size).toBe(12);
    expect(shown).toHaveLength(12);
    open.clock.advance(day);
    await limits(open, 20, 0);
    const next = await study(open, 400, 4);
    // The eight notes that had no card yet and the second cards of the twelve.
    expect(next).toHaveLength(20);
    expect(new Set([...shown, ...next].map(({ card }) => card)).size).toBe(32);
  });
});

describe('a summary', () => {
  it('says what a person counts by hand', async () => {
    const open = await withDeck();
    await limits(open, 1, 2);
    const { session } = await open.call('study.start', { scope: {} });
    const ratings = [3, 1, 4, 3];
    const expected: number[] = [];
    for (const rating of ratings) {
      const { step } = await open.call('study.current', {});
      if (step?.kind !== 'card') throw new Error('no card');
      const info = await open.call('study.cardInfo', { card: step.rendered.card });
      if (info.phase === 'review') expected.push(info.retrievability ?? 0);
      const request = uidToHex(open.service.store.ids.uid());
      // The last one takes longer than the minute that counts.
      const durationMs = rating === 4 ? 80_000 : 3000;
      await open.call('study.answer', {
        request,
        session: session.uid,
        card: step.rendered.card,
        rating,
        durationMs,
      });
      open.clock.advance(20 * minute);
    }
    const answers = open.rows<{ phase: number; rating: number }>(
      'SELECT phase, rating FROM live_reviews ORDER BY at',
    );
    const reviews = answers.filter(({ phase }) => phase === 2);
    const summary = await open.call('study.finish', { session: session.uid });
    expect(summary).toMatchObject({
      answers: 4,
      introduced: 1,
      reviewAnswers: 2,
      reviewRecalled: reviews.filter(({ rating }) => rating > 1).length,
      studiedMs: 3 * 3000 + minute,
      endedAt: session.startedAt + 80 * minute,
    });
    expect(summary.expectedRecalled).toBeCloseTo(
      expected.reduce((sum, value) => sum + value, 0),
      10,
    );
    expect(await open.call('study.summary', { session: session.uid })).toEqual(summary);
    expect((await open.call('study.today', {})).lastSession).toEqual(summary);
  });
});
