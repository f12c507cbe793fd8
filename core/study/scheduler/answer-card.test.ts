import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { answerCard, givenInterval } from './answer-card.ts';
import type { AnswerMoment, AnswerOutcome, StudyConfig } from './answer-card.ts';
import { applyReview } from './apply-review.ts';
import { NEW_CARD } from './card-state.ts';
import type { CardState } from './card-state.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { fuzzBounds } from './fuzz.ts';
import { intervalFor, nextMemory } from '#ml/memory/memory.ts';
import type { Rating } from '#ml/memory/memory.ts';
import { previewAnswers } from './preview-answers.ts';

const NOW: AnswerMoment = { at: 1_772_000_000_000, studyDay: 20_509, cardSeed: 77 };
const CONFIG: StudyConfig = {
  parameters: fsrsParameters(),
  desiredRetention: 0.9,
  learningSteps: [1, 10],
  relearningSteps: [10],
  maximumIntervalDays: 36_500,
  fuzz: false,
};
const IN_REVIEW: CardState = {
  ...NEW_CARD,
  phase: 'review',
  stability: 10,
  difficulty: 5,
  dueDay: NOW.studyDay,
  intervalDays: 10,
  reps: 4,
  lastAt: NOW.at - 10 * 86_400_000,
  lastDay: NOW.studyDay - 10,
  introducedDay: NOW.studyDay - 20,
};

/** 'learning 1 10m' = in learning, at step index 1, shown again in ten minutes; 'review 8d' = in review for 8 days. */
function summary({ state, given }: AnswerOutcome): string {
  const interval = `${given.value}${given.kind === 'minutes' ? 'm' : 'd'}`;
  return state.phase === 'review' ? `review ${interval}` : `${state.phase} ${state.step} ${interval}`;
}

const preview = (state: CardState, config: StudyConfig): string[] =>
  previewAnswers(state, NOW, config).map(summary);

/** The state after answers given within one sitting. */
function after(ratings: readonly Rating[], config: StudyConfig, from: CardState = NEW_CARD): CardState {
  return ratings.reduce((state, rating) => answerCard(state, { ...NOW, rating }, config).state, from);
}

describe('learning as in Anki with FSRS on', () => {
  it('a new card: again and hard stay on the first step, good goes to the second, easy graduates', () => {
    expect(preview(NEW_CARD, CONFIG)).toEqual([
      'learning 0 1m',
      'learning 0 5.5m',
      'learning 1 10m',
      'review 8d',
    ]);
  });

  it('the last step: hard repeats it, good graduates with the interval of FSRS', () => {
    const state = after([3], CONFIG);
    // S after two Goods on a day is 2.3065 days: FSRS says two
    expect(preview(state, CONFIG)).toEqual(['learning 0 1m', 'learning 1 10m', 'review 2d', 'review 4d']);
  });

  it('three steps: each Good one further, Again back to the first', () => {
    const config = { ...CONFIG, learningSteps: [1, 10, 100] };
    expect(preview(after([3], config), config)).toEqual([
      'learning 0 1m',
      'learning 1 10m',
      'learning 2 100m',
      'review 4d',
    ]);
    expect(after([3, 3, 1], config).step).toBe(0);
  });

  it('one step: hard waits half as long again', () => {
    expect(preview(NEW_CARD, { ...CONFIG, learningSteps: [15] })).toEqual([
      'learning 0 15m',
      'learning 0 22.5m',
      'review 2d',
      'review 8d',
    ]);
  });

  it('steps of a day or more are due on a study day and stay in learning', () => {
    const config = { ...CONFIG, learningSteps: [10, 1440, 4320] };
    const day = answerCard(NEW_CARD, { ...NOW, rating: 3 }, config);
    expect(summary(day)).toBe('learning 1 1d');
    expect([day.state.dueAt, day.state.dueDay, day.review.intervalSeconds]).toEqual([
      null,
      NOW.studyDay + 1,
      -86_400,
    ]);
    expect(summary(answerCard(day.state, { ...NOW, rating: 3 }, config))).toBe('learning 2 3d');
  });

  it('shorter steps are due at an instant', () => {
    const { state } = answerCard(NEW_CARD, { ...NOW, rating: 1 }, CONFIG);
    expect([state.dueAt, state.dueDay]).toEqual([NOW.at + 60_000, null]);
  });

  it('without steps FSRS decides: below half a day within the day, else whole days', () => {
    // initial stabilities .212, 1.2931, 2.3065, 8.2956 days; .212 days are 305 minutes and 16.8 seconds
    expect(preview(NEW_CARD, { ...CONFIG, learningSteps: [] })).toEqual([
      `learning 0 ${18_316 / 60}m`,
      'review 1d',
      'review 2d',
      'review 8d',
    ]);
  });

  it('without steps, weights that do not model the day graduate every answer', () => {
    const fsrs4 = fsrsParameters([
      0.4872, 1.4003, 3.7145, 13.8206, 5.1618, 1.2298, 0.8975, 0.031, 1.6474, 0.1367, 1.0461, 2.1072, 0.0793,
      0.3246, 1.587, 0.2272, 2.8755,
    ]);
    expect(preview(NEW_CARD, { ...CONFIG, parameters: fsrs4, learningSteps: [] })).toEqual([
      'review 1d',
      'review 1d',
      'review 4d',
      'review 14d',
    ]);
  });

  it('graduating by Easy is at least a day longer than by Good', () => {
    const capped = { ...CONFIG, desiredRetention: 0.99 };
    const good = answerCard(NEW_CARD, { ...NOW, rating: 3 }, { ...capped, learningSteps: [10] });
    const easy = answerCard(NEW_CARD, { ...NOW, rating: 4 }, { ...capped, learningSteps: [10] });
    expect([summary(good), summary(easy)]).toEqual(['review 1d', 'review 2d']);
  });
});

describe('review', () => {
  it('gives the intervals of FSRS, rounded', () => {
    const days = ([2, 3, 4] as const).map((rating) => {
      const { stability } = nextMemory(CONFIG.parameters, { stability: 10, difficulty: 5 }, 10, rating);
      return `review ${Math.round(intervalFor(CONFIG.parameters, stability, 0.9))}d`;
    });
    expect(preview(IN_REVIEW, CONFIG)).toEqual(['relearning 0 10m', ...days]);
  });

  it('counts study days, not hours', () => {
    const late = answerCard(IN_REVIEW, { ...NOW, at: NOW.at + 20 * 3_600_000, rating: 3 }, CONFIG);
    expect(late.state.stability).toBe(answerCard(IN_REVIEW, { ...NOW, rating: 3 }, CONFIG).state.stability);
    const nextDay = answerCard(IN_REVIEW, { ...NOW, studyDay: NOW.studyDay + 1, rating: 3 }, CONFIG);
    expect(nextDay.state.stability).toBeGreaterThan(late.state.stability ?? NaN);
  });

  it('a second answer on the day uses the short-term formula', () => {
    const once = answerCard(IN_REVIEW, { ...NOW, rating: 3 }, CONFIG).state;
    const twice = answerCard(once, { ...NOW, rating: 3 }, CONFIG).state;
    const memory = { stability: once.stability ?? NaN, difficulty: once.difficulty ?? NaN };
    expect(twice.stability).toBe(nextMemory(CONFIG.parameters, memory, 0, 3).stability);
  });

  it('a lapse goes to relearning; its steps end like those of learning', () => {
    const lapsed = after([1], CONFIG, IN_REVIEW);
    expect([lapsed.phase, lapsed.lapses, lapsed.reps]).toEqual(['relearning', 1, 5]);
    expect(preview(lapsed, CONFIG)).toEqual([
      'relearning 0 10m',
      'relearning 0 15m',
      'review 1d',
      'review 2d',
    ]);
    expect(after([1, 1], CONFIG, IN_REVIEW).lapses).toBe(1);
  });

  it('a lapse without relearning steps stays in review for the days FSRS gives', () => {
    const strong = { ...IN_REVIEW, stability: 900, intervalDays: 900, lastDay: NOW.studyDay - 900 };
    const { stability } = nextMemory(CONFIG.parameters, { stability: 900, difficulty: 5 }, 900, 1);
    expect(Math.round(stability)).toBeGreaterThan(2);
    // not fuzzed: Anki fuzzes when a card leaves relearning
    expect(preview(strong, { ...CONFIG, relearningSteps: [], fuzz: true })[0]).toBe(
      `review ${Math.round(stability)}d`,
    );
  });

  it('a lapse without steps and a stability below half a day comes back within the day', () => {
    const fragile = {
      ...IN_REVIEW,
      stability: 0.3,
      difficulty: 9,
      intervalDays: 1,
      lastDay: NOW.studyDay - 1,
    };
    expect(preview(fragile, { ...CONFIG, relearningSteps: [] })[0]).toMatch(/^relearning 0 \d/);
  });

  it('keeps every interval within the maximum', () => {
    const config = { ...CONFIG, maximumIntervalDays: 12 };
    expect(preview({ ...IN_REVIEW, intervalDays: 12 }, config).slice(1)).toEqual([
      'review 12d',
      'review 12d',
      'review 12d',
    ]);
    expect(preview(NEW_CARD, { ...config, maximumIntervalDays: 3 })[3]).toBe('review 3d');
  });

  it('fuzz does not turn a growing interval into a shrinking one', () => {
    // seen four days after an interval of 29 days was given, the card gains two days: less than fuzz may take away
    const state = {
      ...IN_REVIEW,
      stability: 29,
      difficulty: 9.5,
      intervalDays: 29,
      lastDay: NOW.studyDay - 4,
    };
    const hard = answerCard(state, { ...NOW, rating: 2 }, CONFIG).given.value;
    expect(hard).toBeGreaterThan(29);
    expect(fuzzBounds(hard, 1, 36_500).lower).toBeLessThan(29);
    const fuzzed = Array.from({ length: 200 }, (_, cardSeed) => {
      return answerCard(state, { ...NOW, cardSeed, rating: 2 }, { ...CONFIG, fuzz: true }).given.value;
    });
    expect(Math.min(...fuzzed)).toBe(30);
    expect(new Set(fuzzed).size).toBeGreaterThan(2);
  });

  it('refuses a desired retention that cannot be met', () => {
    expect(() => answerCard(IN_REVIEW, { ...NOW, rating: 3 }, { ...CONFIG, desiredRetention: 1 })).toThrow(
      RangeError,
    );
  });
});

describe('properties of every answer', () => {
  const steps = fc.array(fc.constantFrom(0.5, 1, 5, 10, 60, 600, 1440, 5000), { maxLength: 3 });
  const config = fc.record({
    parameters: fc.constant(CONFIG.parameters),
    desiredRetention: fc.double({ min: 0.7, max: 0.97, noNaN: true }),
    learningSteps: steps,
    relearningSteps: steps,
    maximumIntervalDays: fc.constantFrom(1, 30, 365, 36_500),
    fuzz: fc.boolean(),
  });
  const answers = fc.array(fc.tuple(fc.nat(200), fc.constantFrom<Rating>(1, 2, 3, 4)), { maxLength: 12 });

  /** Studies a new card on the days given, then offers the four answers of the last moment. */
  function study(history: readonly (readonly [number, Rating])[], cardSeed: number, settings: StudyConfig) {
    let state = NEW_CARD;
    let now: AnswerMoment = { ...NOW, cardSeed };
    for (const [gap, rating] of history) {
      now = { cardSeed, at: now.at + gap * 86_400_000 + 1000, studyDay: now.studyDay + gap };
      state = answerCard(state, { ...now, rating }, settings).state;
    }
    return { state, now: { ...now, at: now.at + 86_400_000, studyDay: now.studyDay + 1 } };
  }

  it('preview = answer, and the answer is what the fold makes of its fact', () => {
    fc.assert(
      fc.property(
        answers,
        fc.maxSafeNat(),
        config,
        fc.constantFrom<Rating>(1, 2, 3, 4),
        (history, seed, settings, rating) => {
          const { state, now } = study(history, seed, settings);
          const outcome = answerCard(state, { ...now, rating }, settings);
          expect(previewAnswers(state, now, settings)[rating - 1]).toEqual(outcome);
          expect(applyReview(settings.parameters, state, outcome.review)).toEqual(outcome.state);
          expect(givenInterval(outcome.review.intervalSeconds ?? NaN)).toEqual(outcome.given);
        },
      ),
    );
  });

  it('in review: hard < good < easy, unless at the maximum; all from a day to the maximum', () => {
    fc.assert(
      fc.property(answers, fc.maxSafeNat(), config, (history, seed, settings) => {
        const { state, now } = study([...history, [1, 4]], seed, settings);
        const max = settings.maximumIntervalDays;
        const [, ...passing] = previewAnswers(state, now, settings).map(({ given }) => given.value);
        const ordered = passing.map((days, i) => i === 0 || days > (passing[i - 1] ?? NaN) || days === max);
        expect(ordered).toEqual([true, true, true]);
        expect(Math.min(...passing)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...passing)).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('keeps the invariants of a card state', () => {
    fc.assert(
      fc.property(answers, fc.maxSafeNat(), config, (history, seed, settings) => {
        const { state } = study([...history, [0, 3]], seed, settings);
        expect(state.dueAt === null).not.toBe(state.dueDay === null);
        expect(state.intervalDays > 0).toBe(state.phase === 'review');
        expect(state.reps).toBe(history.length + 1);
        expect(state.historyComplete).toBe(true);
      }),
    );
  });
});
