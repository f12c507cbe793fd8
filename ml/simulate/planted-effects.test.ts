import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { drawLearner } from './draw-learner.ts';
import { fatigueEffect, hourEffect } from './effects.ts';
import type { InterventionPlan } from './help.ts';
import { localHour } from '../numeric/local-hour.ts';
import { drifting } from './misspecified.ts';
import { plantEffects } from './planted-effects.ts';
import { simulateLearner } from './simulate-learner.ts';
import type { LearnerTruth } from './truth.ts';
import { INTERVENTION_KINDS, type SimulatedWorld, type WorldFacts } from './world.ts';

const content = { lectures: 12, objectivesPerLecture: 8, cardsPerObjective: 12 };
const help: InterventionPlan = {
  fromDay: 14,
  perWeek: 4,
  minAnswers: 8,
  holdBack: 0.3,
  days: 14,
  points: [8, 8, 0, 0, 8, 0],
};

/** Learners who study much and at all hours, with a rhythm around 14:00, tired after a quarter of an hour. */
const tired = (seed: number, points = 8): LearnerTruth => {
  const random = seededRandom(seed);
  const learner = drawLearner(random.fork());
  const planted = plantEffects(random.fork(), points);
  return {
    ...learner,
    effects: {
      ...planted,
      hour: { shape: 'cosine', points, peakHour: 14 },
      fatigue: { ...planted.fatigue, onsetMin: 15 },
    },
    habits: { ...learner.habits, startHour: 14, startSpread: 0.5, breakAfterMin: 0 },
    scheduler: { ...learner.scheduler, newPerDay: 14 },
  };
};
const simulated = (truth: LearnerTruth, seed: number, interventions?: InterventionPlan): SimulatedWorld =>
  simulateLearner(truth, { seed, firstDay: 20_000, days: 100, content, interventions });
const worlds = Array.from({ length: 12 }, (_, seed) => simulated(tired(seed), seed, help));

/** Mean residual, mean of an effect and standard error of the residual in groups of answers. */
const residuals = (
  group: (world: SimulatedWorld, row: number) => number | null,
  effect: 'hour' | 'fatigue' | 'format' | 'overload' | 'help' | 'drift',
  among: readonly SimulatedWorld[] = worlds,
): { residual: number; planted: number; se: number; n: number }[] => {
  const groups = new Map<number, { residual: number; planted: number; variance: number; n: number }>();
  for (const world of among) {
    const { reviews } = world.facts;
    const truth = world.truth!.reviews;
    for (let row = 0; row < reviews.at.length; row += 1) {
      // Where memory leaves room on both sides, no effect is cut off at 0 or 1.
      const room = Math.abs(truth.recall[row]! - 0.5) < 0.49;
      const key = group(world, row);
      if (reviews.phase[row] !== 2 || !room || key === null) continue;
      const cell = groups.get(key) ?? { residual: 0, planted: 0, variance: 0, n: 0 };
      // Everything but the effect in question is part of what was expected.
      const expected = truth.recall[row]! - truth[effect][row]!;
      cell.residual += (reviews.rating[row]! > 1 ? 1 : 0) - expected;
      cell.planted += truth[effect][row]!;
      cell.variance += truth.recall[row]! * (1 - truth.recall[row]!);
      cell.n += 1;
      groups.set(key, cell);
    }
  }
  return [...groups.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, { residual, planted, variance, n }]) => ({
      residual: residual / n,
      planted: planted / n,
      se: Math.sqrt(variance) / n,
      n,
    }))
    .filter(({ n }) => n >= 150);
};

/** Minutes since the session began or the last pause of five minutes ended, from facts alone. */
const minutesInSession = ({ reviews, sessions, pauses }: WorldFacts): number[] => {
  const rests = new Map<number, number[]>();
  for (let row = 0; row + 1 < pauses.length; row += 2)
    if (pauses[row + 1]!.at - pauses[row]!.at >= 300_000)
      rests.set(pauses[row]!.session, [...(rests.get(pauses[row]!.session) ?? []), pauses[row + 1]!.at]);
  return Array.from(reviews.shownAt, (shownAt, row) => {
    const session = reviews.session[row]!;
    const rested = (rests.get(session) ?? []).filter((at) => at <= shownAt);
    return (shownAt - Math.max(sessions[session]!.startedAt, ...rested)) / 60_000;
  });
};

describe('planted effects are the true ones, answer by answer', () => {
  it('the hour at which the card was shown', () => {
    for (const { facts, truth } of worlds.slice(0, 5)) {
      const { hour } = truth!.learner.effects;
      const expected = Array.from(facts.reviews.shownAt, (shownAt, row) =>
        facts.reviews.phase[row] === 0
          ? 0
          : hourEffect(hour, localHour(shownAt, facts.reviews.utcOffsetMin[row]!)),
      );
      expect(expected).toEqual([...truth!.reviews.hour]);
    }
  });

  it('the minutes since the session began or the last rest', () => {
    for (const { facts, truth } of worlds.slice(0, 5)) {
      const minutes = minutesInSession(facts);
      const { fatigue } = truth!.learner.effects;
      const expected = minutes.map((at, row) =>
        facts.reviews.phase[row] === 0 ? 0 : fatigueEffect(fatigue, at),
      );
      expect(expected).toEqual([...truth!.reviews.fatigue]);
    }
  });

  it('help is worth its kind on its objective until its day, and nothing where held back', () => {
    for (const { facts, truth } of worlds.slice(0, 5)) {
      expect(facts.interventions.length).toBeGreaterThan(5);
      facts.interventions.forEach(({ applied, kind }, row) => {
        const worth = help.points[INTERVENTION_KINDS.indexOf(kind)]!;
        expect(truth!.interventionPoints[row]).toBe(applied ? worth : 0);
      });
      const { reviews, cards } = facts;
      reviews.card.forEach((card, row) => {
        const inForce = facts.interventions.findIndex(
          ({ objective, studyDay, untilDay }) =>
            objective === cards.objective[card] &&
            studyDay <= reviews.studyDay[row]! &&
            reviews.studyDay[row]! < untilDay,
        );
        const worth = reviews.phase[row] === 0 || inForce < 0 ? 0 : truth!.interventionPoints[inForce]! / 100;
        if (truth!.reviews.help[row] !== worth) expect(truth!.reviews.help[row]).toBe(worth);
      });
    }
  });
});

describe('planted effects show in the outcomes within four standard errors', () => {
  const agree = (cells: ReturnType<typeof residuals>): void => {
    for (const { residual, planted, se } of cells) expect(Math.abs(residual - planted)).toBeLessThan(4 * se);
  };

  it('a daily cosine', () => {
    const hourOf = ({ facts: { reviews } }: SimulatedWorld, row: number): number =>
      Math.floor(localHour(reviews.shownAt[row]!, reviews.utcOffsetMin[row]!));
    const cells = residuals(hourOf, 'hour');
    expect(cells.length).toBeGreaterThan(12);
    agree(cells);
    const far = cells.filter(({ residual, se }) => Math.abs(residual) > 4 * se);
    expect(far.length).toBeGreaterThan(3);
  });

  it('fatigue: nothing before its onset, then ever more', () => {
    const minutes = new Map(worlds.map((world) => [world, minutesInSession(world.facts)]));
    const cells = residuals((world, row) => Math.floor(minutes.get(world)![row]! / 5), 'fatigue');
    agree(cells);
    expect(cells.slice(0, 3).map(({ planted }) => planted)).toEqual([0, 0, 0]);
    expect(cells.at(-1)!.residual).toBeLessThan(-0.04);
  });

  it('formats, overload weeks and help', () => {
    const signOf =
      (effect: 'format' | 'overload' | 'help') =>
      ({ truth }: SimulatedWorld, row: number): number =>
        Math.sign(truth!.reviews[effect][row]!);
    for (const [effect, groups] of [
      ['format', 3],
      ['overload', 2],
      ['help', 2],
    ] as const) {
      const cells = residuals(signOf(effect), effect);
      expect([effect, cells.length]).toEqual([effect, groups]);
      agree(cells);
    }
  });

  it('and nothing shows in null learners', () => {
    const nulls = Array.from({ length: 5 }, (_, seed) => simulated(tired(seed, 0), seed));
    const cells = residuals(
      ({ facts: { reviews } }, row) => new Date(reviews.shownAt[row]!).getUTCHours(),
      'hour',
      nulls,
    );
    expect(cells.every(({ planted }) => planted === 0)).toBe(true);
    agree(cells);
  });

  it('drift moves ability month by month', () => {
    const random = seededRandom(9);
    const drifted = Array.from({ length: 5 }, (_, seed) => simulated(drifting(random, tired(seed, 0)), seed));
    const month = ({ facts }: SimulatedWorld, row: number): number =>
      Math.floor((facts.reviews.studyDay[row]! - facts.firstDay) / 30);
    const cells = residuals(month, 'drift', drifted);
    expect(cells.length).toBe(4);
    agree(cells);
  });
});
