import { bernoulli, normal, uniformInteger } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import type { LearnerTruth } from './truth.ts';

/**
 * Worlds that the app's models do not describe. They judge claims only: nothing is ever tuned on them.
 */

/**
 * The same learner with Wickelgren's power law instead of FSRS-6. The constants bring recall into the range of the
 * other world (0.8 to 0.95 at the scheduler's intervals): a stated choice, not an estimate. Rates vary by a quarter
 * between learners.
 */
export function powerForgetting(random: Random, learner: LearnerTruth): LearnerTruth {
  const scale = Math.exp(normal(random, 0, 0.25));
  return {
    ...learner,
    memory: {
      ...learner.memory,
      forgetting: {
        kind: 'power',
        degree: 0.98,
        timeScale: 1,
        rateAfterAgain: 0.22 * scale,
        rateAfterPass: 0.09 * scale,
        gain: 0.75,
        loss: 1.6,
      },
    },
  };
}

/**
 * The same learner whose ability and daily rhythm drift: up to two points of recall a month up or down, a wave of
 * three points over a term, and a rhythm that moves half an hour to an hour and a half a month.
 */
export function drifting(random: Random, learner: LearnerTruth): LearnerTruth {
  const later = bernoulli(random, 0.5) ? 1 : -1;
  return {
    ...learner,
    effects: {
      ...learner.effects,
      drift: {
        abilityPerMonth: 4 * random.unit() - 2,
        wavePoints: 3,
        waveDays: uniformInteger(random, 90, 150),
        rhythmHoursPerMonth: later * (0.5 + random.unit()),
      },
    },
  };
}
