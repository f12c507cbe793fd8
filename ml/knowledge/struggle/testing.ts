import { seededRandom } from '../../random/random.ts';
import { drawLearner } from '../../simulate/draw-learner.ts';
import { plantEffects } from '../../simulate/planted-effects.ts';
import { simulateLearner } from '../../simulate/simulate-learner.ts';
import type { StruggleFacts, StruggleWindow } from './facts.ts';

export const FIRST_DAY = 20_000;
const dayMs = 86_400_000;

/** Facts of a simulated learner with something in every field: tests, exams and stated confidence too. */
export const simulatedFacts = (seed: number, days: number): StruggleFacts => {
  const random = seededRandom(seed);
  const learner = drawLearner(random.fork(), { effects: plantEffects(random.fork(), 5) });
  const { facts } = simulateLearner(
    {
      ...learner,
      habits: { ...learner.habits, utcOffsetMin: 0 },
      scheduler: { ...learner.scheduler, newPerDay: 9 },
    },
    {
      seed,
      firstDay: FIRST_DAY,
      days,
      content: { lectures: 6, objectivesPerLecture: 4, cardsPerObjective: 24 },
    },
  );
  const { reviews, cards, objectives } = facts;
  return {
    answers: { ...reviews, confidence: Float64Array.from(reviews.card, () => random.unit()) },
    cards,
    objectives: {
      topic: Int32Array.from(objectives, ({ lecture }) => lecture),
      prerequisites: objectives.map(({ prerequisites }) => prerequisites),
    },
    practiceTests: Array.from({ length: 3 * days }, (_, test) => {
      const studyDay = FIRST_DAY + Math.floor(test / 3);
      return {
        objective: test % 24,
        at: studyDay * dayMs + 9e7 * random.unit(),
        studyDay,
        score: random.unit(),
      };
    }),
    exams: [20, 60, 90].map((day) => ({
      knownAt: (FIRST_DAY + day - 15) * dayMs,
      studyDay: FIRST_DAY + day,
      objectives: day === 60 ? [1, 2, 3] : null,
    })),
  };
};

/** A week that begins at 04:00 UTC of a day. */
export const weekFrom = (day: number): StruggleWindow => ({
  asOf: (FIRST_DAY + day) * dayMs + 4 * 3_600_000,
  fromDay: FIRST_DAY + day,
  days: 7,
  plannedHour: 15.5,
  load: 0.4,
});
