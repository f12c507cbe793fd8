import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { intervalFor } from '#ml/memory/memory.ts';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import { derivedUid } from '../../store/uid.ts';
import { cardStatesDerivation } from '../card-states.ts';
import { fuzzBounds } from '../scheduler/fuzz.ts';
import { planMoves, type RescheduleRules, type ReviewCard } from './plan-reschedule.ts';
import { addLearner } from './testing/add-learner.ts';

const today = 20_514;
const forgetful = fsrsParameters(
  FSRS6_DEFAULT_WEIGHTS.with(8, 1.2).with(2, 1.2).with(0, 0.1).with(11, 0.6).with(20, 0.4),
);

const fitted = profileMaker(async (open) => {
  await addLearner(open.service.store, forgetful, { cards: 400, answers: 8, seed: 1 }, today);
  await resultOf(open.service, (await open.call('parameters.fit', {})).job);
  await open.service.store.settle();
});

// A fit takes seconds of a native thread, and more on a busy machine.
const slow = { timeout: 60_000 };

type State = { card_id: number; due_day: number; interval_days: number; stability: number; last_day: number };
const states = (open: OpenService): State[] => open.rows('SELECT * FROM card_states ORDER BY card_id');

describe('rescheduling', slow, () => {
  it('does what its preview says, as one step of undo, and leaves memories alone', async () => {
    const open = await fitted();
    const before = states(open);
    const preview = await open.call('parameters.previewReschedule', {});
    expect(preview.cards).toBe(400);
    expect(preview.days).toHaveLength(30);
    expect(preview.earlier + preview.later).toBeGreaterThan(50);
    const { moved } = await open.call('parameters.reschedule', {});
    expect(moved).toBe(preview.earlier + preview.later);
    const after = states(open);
    const day = (rows: State[], studyDay: number): number =>
      rows.filter(({ due_day }) => Math.max(today, due_day) === studyDay).length;
    expect(preview.days.map(({ studyDay }) => [day(before, studyDay), day(after, studyDay)])).toEqual(
      preview.days.map((row) => [row.before, row.after]),
    );
    const mean = (rows: State[]): number =>
      rows.reduce((sum, row) => sum + row.due_day - row.last_day, 0) / rows.length;
    expect(mean(before)).toBeCloseTo(preview.meanIntervalBefore, 8);
    expect(mean(after)).toBeCloseTo(preview.meanIntervalAfter, 8);
    expect(after.map(({ stability }) => stability)).toEqual(before.map(({ stability }) => stability));
    // What is kept is what the log says.
    await open.service.store.write('test.rebuild', (tx) => {
      cardStatesDerivation.compute(
        tx,
        after.map((row) => row.card_id),
      );
    });
    expect(states(open)).toEqual(after);

    // A second time there is nothing to move.
    expect(await open.call('parameters.previewReschedule', {})).toMatchObject({ earlier: 0, later: 0 });
    expect(await open.call('parameters.reschedule', {})).toEqual({ moved: 0 });

    await open.call('store.undo', {});
    await open.service.store.settle();
    expect(states(open)).toEqual(before);
    await open.call('store.redo', {});
    await open.service.store.settle();
    expect(states(open)).toEqual(after);
  });

  it('is of the last word: it comes after facts that a fast clock put into the future', async () => {
    const open = await fitted();
    const card = states(open)[0]!.card_id;
    const later = open.clock.now() + 3_600_000;
    await open.service.store.write('test.ahead', (tx) =>
      tx.append(
        'schedule_changes',
        {
          card_id: card,
          at: later,
          uid: derivedUid('test', 'ahead'),
          utc_offset_min: 60,
          study_day: today,
          kind: 'set_due',
          due_day: today + 300,
          interval_days: 300,
          interval_seconds: 0,
          last_interval_seconds: 0,
        },
        { owner: card },
      ),
    );
    await open.call('parameters.reschedule', {});
    const kept = states(open);
    await open.service.store.write('test.rebuild', (tx) => cardStatesDerivation.compute(tx, [card]));
    expect(states(open)).toEqual(kept);
    expect(kept[0]!.due_day).toBeLessThan(today + 300);
  });

  it('waits until every memory is computed with the parameters in force', async () => {
    const open = await openTestService();
    const { store } = open.service;
    await store.write('test.open', (tx) => tx.changed('settings'));
    store.connection.prepare(`INSERT INTO derivation_bases VALUES ('card_states', '', 0)`).run();
    expect((await rpcErrorOf(() => open.call('parameters.reschedule', {}))).kind).toBe('busy');
  });
});

describe('a plan of moves', () => {
  const model = fsrsParameters();
  const rules = (parts: Partial<RescheduleRules> = {}): RescheduleRules => ({
    model,
    today,
    fuzz: true,
    reviewsPerDay: 9999,
    seedOf: (card) => card * 7919,
    retentionOf: () => 0.9,
    maximumOf: () => 36_500,
    ...parts,
  });
  const card = fc
    .record({
      stability: fc.double({ min: 0.1, max: 400, noNaN: true }),
      since: fc.nat(400),
      interval: fc.integer({ min: 1, max: 500 }),
      reps: fc.integer({ min: 1, max: 30 }),
    })
    .map(({ stability, since, interval, reps }) => ({
      stability,
      lastDay: today - since,
      dueDay: today - since + interval,
      reps,
    }));
  const cards = fc.array(card, { maxLength: 60 }).map((rows) =>
    rows.map((row, index): ReviewCard => ({
      ...row,
      card: index + 1,
      lecture: 1,
    })),
  );
  const after = (all: readonly ReviewCard[], moves: ReturnType<typeof planMoves>): Map<number, number> => {
    const to = new Map(moves.map((move) => [move.card.card, move.dueDay]));
    return new Map(all.map((row) => [row.card, to.get(row.card) ?? row.dueDay]));
  };

  it('puts every moved card within the fuzz of its interval, or today where that is past', () => {
    fc.assert(
      fc.property(cards, (all) => {
        for (const { card: row, dueDay } of planMoves(all, rules())) {
          const { lower, upper } = fuzzBounds(intervalFor(model, row.stability, 0.9), 1, 36_500);
          const interval = dueDay - row.lastDay;
          expect(dueDay).toBeGreaterThanOrEqual(today);
          if (dueDay > today) expect(interval).toBeGreaterThanOrEqual(lower);
          if (dueDay > today) expect(interval).toBeLessThanOrEqual(upper);
          expect(dueDay).not.toBe(row.dueDay);
        }
      }),
    );
  });

  it('has nothing more to move once it is carried out', () => {
    fc.assert(
      fc.property(cards, fc.boolean(), (all, fuzz) => {
        const to = after(all, planMoves(all, rules({ fuzz })));
        const moved = all.map((row) => ({ ...row, dueDay: to.get(row.card)! }));
        expect(planMoves(moved, rules({ fuzz }))).toEqual([]);
      }),
    );
  });

  it('fills no day above the limit with what it moves, and moves nothing that gets earlier to later', () => {
    fc.assert(
      fc.property(cards, fc.integer({ min: 1, max: 5 }), (all, reviewsPerDay) => {
        const free = after(all, planMoves(all, rules()));
        const moves = planMoves(all, rules({ reviewsPerDay }));
        for (const { card: row, dueDay } of moves) {
          expect(moves.filter((move) => move.dueDay === dueDay).length).toBeLessThanOrEqual(reviewsPerDay);
          if (free.get(row.card)! < row.dueDay) expect(dueDay).toBeLessThan(row.dueDay);
        }
      }),
    );
  });

  it('leaves cards that are due already where they are', () => {
    const late: ReviewCard = {
      card: 1,
      lecture: 1,
      stability: 1,
      lastDay: today - 50,
      dueDay: today - 20,
      reps: 4,
    };
    expect(planMoves([late], rules())).toEqual([]);
    // One that is remembered longer than it was thought is taken off the pile.
    expect(planMoves([{ ...late, stability: 400 }], rules())[0]?.dueDay).toBeGreaterThan(today);
  });

  it('goes by the retention and the longest interval of the card’s lecture', () => {
    const one: ReviewCard = {
      card: 1,
      lecture: 7,
      stability: 100,
      lastDay: today,
      dueDay: today + 30,
      reps: 4,
    };
    const ask = (parts: Partial<RescheduleRules>): number =>
      planMoves([one], rules({ fuzz: false, ...parts }))[0]!.dueDay - today;
    expect(ask({})).toBe(100);
    expect(ask({ retentionOf: (lecture) => (lecture === 7 ? 0.8 : 0.9) })).toBe(
      Math.round(intervalFor(model, 100, 0.8)),
    );
    expect(ask({ maximumOf: (lecture) => (lecture === 7 ? 60 : 999) })).toBe(60);
  });
});
