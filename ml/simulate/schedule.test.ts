import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerCard } from '#core/study/scheduler/answer-card.ts';
import { NEW_CARD, type CardState } from '#core/study/scheduler/card-state.ts';
import { fuzzFactor } from '#core/study/scheduler/fuzz.ts';
import { fsrsParameters } from '../memory/fsrs-parameters.ts';
import type { Rating } from '../memory/memory.ts';
import { fittedLearner } from './fitted-learner.ts';
import { newSchedule, scheduleAnswer } from './schedule.ts';

const histories = fc.array(fc.record({ gap: fc.nat(60), rating: fc.constantFrom<Rating>(1, 2, 3, 4) }), {
  minLength: 1,
  maxLength: 15,
});
const settings = fc.record({
  desiredRetention: fc.double({ min: 0.75, max: 0.97, noNaN: true }),
  learningSteps: fc.constantFrom([], [1], [1, 10], [1, 10, 30], [10, 1440, 4320]),
  relearningSteps: fc.constantFrom([], [10], [2, 12], [2000]),
  maximumIntervalDays: fc.constantFrom(30, 36_500),
  fuzz: fc.boolean(),
});

it('schedules as the app does, answer by answer', () => {
  fc.assert(
    fc.property(histories, settings, fc.nat(1_000_000), (history, chosen, cardSeed) => {
      const schedule = newSchedule({ ...fittedLearner.scheduler, ...chosen }, 1);
      const parameters = fsrsParameters(fittedLearner.scheduler.weights);
      let state: CardState = NEW_CARD;
      let studyDay = 20_000;
      for (const { gap, rating } of history) {
        studyDay += gap;
        const at = studyDay * 86_400_000;
        const fuzz = fuzzFactor(cardSeed, state.reps);
        const expected = answerCard(state, { at, studyDay, cardSeed, rating }, { parameters, ...chosen });
        expect(scheduleAnswer(schedule, 0, at, studyDay, rating, fuzz)).toBe(expected.review.intervalSeconds);
        state = expected.state;
        expect(schedule.stability[0]).toBe(state.stability);
        expect(schedule.difficulty[0]).toBe(state.difficulty);
        expect(schedule.dueAt[0]).toBe(state.dueAt ?? 0);
        if (state.dueDay !== null) expect(schedule.dueDay[0]).toBe(state.dueDay);
        expect(['new', 'learning', 'review', 'relearning'][schedule.phase[0] ?? 0]).toBe(state.phase);
      }
    }),
    { numRuns: 300 },
  );
});
