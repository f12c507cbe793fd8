import { describe, expect, it } from 'vitest';
import { windowLabel } from '#ml/knowledge/struggle/window-label.ts';
import { struggleHistory } from '#ml/knowledge/struggle/history.ts';
import { MIN_JUDGED_ANSWERS, struggleLabel } from '#ml/knowledge/struggle/struggle-label.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { logGamma } from '#ml/numeric/special.ts';
import { fittedLearner } from '#ml/simulate/fitted-learner.ts';
import { replayDays } from '#ml/simulate/replay.ts';
import { beginLearner, liveDay, worldOf } from '#ml/simulate/simulate-learner.ts';
import type { LearnerTruth } from '#ml/simulate/truth.ts';
import { judgedByObjective, memoriesBefore, oracleOf } from './oracle.ts';
import { factsOfWorld } from './world-facts.ts';

/** Everything is recalled with the same probability from the next day on, whatever happened before. */
const constantRecall = (recall: number): LearnerTruth => ({
  ...fittedLearner,
  memory: {
    ...fittedLearner.memory,
    forgetting: {
      kind: 'power',
      degree: recall,
      timeScale: 1e-9,
      rateAfterAgain: 0.001,
      rateAfterPass: 0.001,
      gain: 0,
      loss: 1,
    },
    cardSpread: 0,
  },
  content: { ...fittedLearner.content, lectureSpread: 0, objectiveSpread: 0, firstEasier: 0 },
  scheduler: { ...fittedLearner.scheduler, weights: fsrsParameters().weights, newPerDay: 14, fuzz: false },
  habits: {
    ...fittedLearner.habits,
    // Mondays only: in a week no card comes on a second day, so that the number of judged answers is known.
    studyChance: [1, 0, 0, 0, 0, 0, 0],
    sessionMin: 600,
    sessionSpread: 0.01,
    glanceChance: 0,
    startHour: 8,
    startSpread: 0.01,
    reviewOnlyPerYear: 0,
    distractionChance: 0,
  },
});

// Study day 20,003 is a Monday.
const firstDay = 20_003;
const options = {
  seed: 3,
  firstDay,
  days: 70,
  content: { lectures: 1, objectivesPerLecture: 4, cardsPerObjective: 40 },
};

const binomial = (n: number, k: number, p: number): number =>
  Math.exp(
    logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log(1 - p),
  );

describe('the oracle', () => {
  it.each([0.7, 0.8, 0.88])('finds the probability that can be worked out: recall always %f', (recall) => {
    const state = beginLearner(constantRecall(recall), options);
    for (let day = 0; day < 42; day += 1) liveDay(state, day);
    const history = struggleHistory(factsOfWorld(worldOf(state, options).facts), fsrsParameters());
    const replays = 400;
    const oracle = oracleOf(state, history, 42, 7, replays, 9);
    const before = memoriesBefore(history, firstDay + 42);
    let compared = 0;
    for (const [objective, { recalled, retrievability, inReview }] of judgedByObjective(
      history,
      before,
      replayDays(state, 42, 7, 1),
    )) {
      const n = recalled.length;
      if (n < MIN_JUDGED_ANSWERS) continue;
      let expected = 0;
      for (let fails = 0; fails <= n; fails += 1) {
        const outcomes = Array.from({ length: n }, (_, answer) => (answer < fails ? 0 : 1));
        if (struggleLabel({ recalled: outcomes, retrievability, inReview }).outcome === 'STRUGGLED')
          expected += binomial(n, fails, 1 - recall);
      }
      const error = Math.sqrt((expected * (1 - expected)) / replays);
      expect(Math.abs(oracle[objective]! - expected)).toBeLessThan(4 * error + 1e-9);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(1);
  });

  it('labels what really happened as the history does', () => {
    const learner = constantRecall(0.85);
    const state = beginLearner(learner, options);
    for (let day = 0; day < options.days; day += 1) liveDay(state, day);
    const history = struggleHistory(factsOfWorld(worldOf(state, options).facts), fsrsParameters());
    const { reviews } = worldOf(state, options).facts;
    const inWindow = (_: unknown, row: number): boolean =>
      reviews.studyDay[row]! >= firstDay + 42 && reviews.studyDay[row]! < firstDay + 49;
    const judged = judgedByObjective(history, memoriesBefore(history, firstDay + 42), {
      ...reviews,
      card: reviews.card.filter(inWindow),
      rating: reviews.rating.filter(inWindow),
      studyDay: reviews.studyDay.filter(inWindow),
      phase: reviews.phase.filter(inWindow),
    });
    expect(judged.size).toBeGreaterThan(1);
    for (const [objective, answers] of judged) {
      const once = windowLabel(history, objective, firstDay + 42, 7);
      const replayed = struggleLabel(answers);
      expect(replayed).toMatchObject({ outcome: once.outcome, answers: once.answers, lapses: once.lapses });
      expect(replayed.residual).toBeCloseTo(once.residual, 6);
    }
  });
});
