import type { StruggleFacts } from '#ml/knowledge/struggle/facts.ts';
import type { WorldFacts } from '#ml/simulate/world.ts';

/** A simulated world as the struggle model reads it. It holds no practice tests, no exams and no stated confidence. */
export const factsOfWorld = ({ reviews, cards, objectives }: WorldFacts): StruggleFacts => ({
  answers: reviews,
  cards,
  objectives: {
    topic: Int32Array.from(objectives, ({ lecture }) => lecture),
    prerequisites: objectives.map(({ prerequisites }) => prerequisites),
  },
  practiceTests: [],
  exams: [],
});
