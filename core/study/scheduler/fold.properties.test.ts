import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { answerCard } from './answer-card.ts';
import type { Baseline, LoggedEvent, ReviewFact, ScheduleChange } from './card-event.ts';
import { NEW_CARD } from './card-state.ts';
import type { CardState } from './card-state.ts';
import { applyEvent, compareEvents, foldCard } from './fold.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import type { Rating } from '#ml/memory/memory.ts';

const P = fsrsParameters();
const DAY = 86_400;
const DAY_ZERO = 20_000;
const at = (day: number, ms = 0): number => (DAY_ZERO + day) * DAY * 1000 + ms;
const uidOf = (n: number): string => n.toString(16).padStart(32, '0');

/** The invariants of `CardState` that a state breaks. */
function brokenInvariants(state: CardState): string[] {
  const { phase, dueAt, dueDay, stability, difficulty, step } = state;
  const forgotten = { ...NEW_CARD, reps: state.reps, lapses: state.lapses };
  const broken: Record<string, boolean> = {
    'two due dates': dueAt !== null && dueDay !== null,
    'half a memory': (stability === null) !== (difficulty === null),
    'a new card with a past': phase === 'new' && JSON.stringify(state) !== JSON.stringify(forgotten),
    'a review due at an instant': phase === 'review' && dueAt !== null,
    'a step outside of steps': (phase === 'new' || phase === 'review') && step !== 0,
  };
  return Object.keys(broken).filter((name) => broken[name]);
}

const rating = fc.constantFrom<Rating>(1, 2, 3, 4);
/** Few stamps and many events, so that ties are common. */
const stamp = fc.record({ day: fc.nat(40), ms: fc.nat(2), zoneSlip: fc.constantFrom(0, 0, 0, -1, 1) });
const anyReview = fc
  .tuple(
    stamp,
    rating,
    fc.constantFrom('new', 'learning', 'review', 'relearning', 'filtered'),
    fc.constantFrom(null, -60, -600, -DAY, -3 * DAY, DAY, 4 * DAY, 90 * DAY),
  )
  .map(([s, r, phaseBefore, intervalSeconds]): ReviewFact => ({
    type: 'review',
    effAt: at(s.day, s.ms),
    studyDay: DAY_ZERO + s.day + s.zoneSlip,
    rating: r,
    phaseBefore,
    intervalSeconds,
  }));
const anyChange = fc
  .tuple(
    stamp,
    fc.constantFrom('set_due', 'forget', 'postpone', 'reschedule', 'vacation', 'catch_up'),
    fc.option(fc.nat(300)),
    fc.option(fc.integer({ min: 1, max: 300 })),
  )
  .map(([s, kind, dueIn, intervalDays]): ScheduleChange => ({
    type: 'change',
    effAt: at(s.day, s.ms),
    kind,
    dueDay: dueIn === null ? null : DAY_ZERO + dueIn,
    intervalDays,
  }));
const anyBaseline = fc
  .tuple(
    stamp,
    fc.constantFrom('new', 'learning', 'review', 'relearning'),
    fc.boolean(),
    fc.integer({ min: 1, max: 400 }),
  )
  .map(([s, phase, fsrs, intervalDays]): Baseline => ({
    type: 'baseline',
    effAt: at(s.day, s.ms),
    studyDay: DAY_ZERO + s.day,
    phase,
    step: phase === 'learning' ? 1 : 0,
    dueAt: phase === 'learning' ? at(s.day, 1000) : null,
    dueDay: phase === 'review' || phase === 'relearning' ? DAY_ZERO + s.day + 2 : null,
    intervalDays: phase === 'review' || phase === 'relearning' ? intervalDays : 0,
    ease: fsrs ? null : 1300 + intervalDays,
    stability: fsrs && phase !== 'new' ? intervalDays * 1.1 : null,
    difficulty: fsrs && phase !== 'new' ? 1 + intervalDays / 50 : null,
    reps: 3,
    lapses: 1,
  }));
const histories = fc
  .array(
    fc.oneof(
      { weight: 7, arbitrary: anyReview },
      { weight: 2, arbitrary: anyChange },
      { weight: 1, arbitrary: anyBaseline },
    ),
    { maxLength: 30 },
  )
  .chain((facts) =>
    fc.record({
      events: fc
        .uniqueArray(fc.nat(2 ** 31), { minLength: facts.length, maxLength: facts.length })
        .map((uids) => facts.map((fact, i): LoggedEvent => ({ ...fact, uid: uidOf(uids[i] ?? 0) }))),
      arrival: fc.array(fc.nat(2 ** 31), { minLength: facts.length, maxLength: facts.length }),
      undone: fc.array(fc.boolean(), { minLength: facts.length, maxLength: facts.length }),
    }),
  );

const incremental = (events: readonly LoggedEvent[]): CardState =>
  events.toSorted(compareEvents).reduce((state, event) => applyEvent(P, state, event), NEW_CARD);

describe('properties of the fold', () => {
  it('fold = incremental, bit for bit, and independent of the order of arrival', () => {
    fc.assert(
      fc.property(histories, ({ events, arrival }) => {
        const arrived = events
          .map((event, i) => ({ event, key: arrival[i] ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => event);
        const folded = foldCard(P, arrived);
        expect(folded).toStrictEqual(incremental(events));
        expect(foldCard(P, arrived.toReversed())).toStrictEqual(folded);
      }),
      { numRuns: 1000 },
    );
  });

  it('two devices that carry their states forward and merge reach the state of one that saw everything', () => {
    fc.assert(
      fc.property(histories, ({ events, arrival }) => {
        const ours = events.filter((_, i) => (arrival[i] ?? 0) % 2 === 0);
        const theirs = events.filter((_, i) => (arrival[i] ?? 0) % 2 === 1);
        // each late event is merged on its own: carried forward when it is the last, else the log is folded again
        const log = ours.toSorted(compareEvents);
        let state = incremental(log);
        for (const event of theirs) {
          const last = log.at(-1);
          const isLast = last === undefined || compareEvents(last, event) < 0;
          log.push(event);
          log.sort(compareEvents);
          state = isLast ? applyEvent(P, state, event) : foldCard(P, log);
        }
        expect(state).toStrictEqual(foldCard(P, events));
      }),
    );
  });

  it('undo is removal: undoing and redoing any events leaves no trace', () => {
    fc.assert(
      fc.property(histories, ({ events, undone }) => {
        const live = events.filter((_, i) => undone[i] !== true);
        expect(foldCard(P, live)).toStrictEqual(incremental(live));
        const redone = [...live, ...events.filter((_, i) => undone[i] === true)];
        expect(foldCard(P, redone)).toStrictEqual(foldCard(P, events));
      }),
    );
  });

  it('keeps the invariants of a card state', () => {
    fc.assert(
      fc.property(histories, ({ events }) => {
        const state = foldCard(P, events);
        expect(brokenInvariants(state)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('answering by the scheduler = folding the facts it returned', () => {
    const sitting = fc.array(fc.tuple(fc.nat(30), rating), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(sitting, fc.nat(), (answers, cardSeed) => {
        const config = {
          parameters: P,
          desiredRetention: 0.88,
          learningSteps: [1, 10],
          relearningSteps: [10],
          maximumIntervalDays: 400,
          fuzz: true,
        };
        let state = NEW_CARD;
        let day = 0;
        const log = answers.map(([gap, answer], i): LoggedEvent => {
          day += gap;
          const outcome = answerCard(
            state,
            { at: at(day, i), studyDay: DAY_ZERO + day, cardSeed, rating: answer },
            config,
          );
          state = outcome.state;
          return { ...outcome.review, uid: uidOf(i) };
        });
        expect(foldCard(P, log)).toStrictEqual(state);
      }),
    );
  });
});
