import { describe, expect, it } from 'vitest';
import { DataError } from '../data/data-error.ts';
import { foldReviews } from '../memory/fold-reviews.ts';
import { fsrsParameters } from '../memory/fsrs-parameters.ts';
import { clamp } from '../numeric/special.ts';
import { seededRandom } from '../random/random.ts';
import { drawLearner } from './draw-learner.ts';
import { fittedLearner } from './fitted-learner.ts';
import { plantEffects } from './planted-effects.ts';
import { reviewsByCard } from './reviews-by-card.ts';
import { simulateLearner, type SimulationOptions } from './simulate-learner.ts';
import type { LearnerTruth } from './truth.ts';
import { EFFECT_COLUMNS, RECALL_CEILING, RECALL_FLOOR, type SimulatedWorld } from './world.ts';
import { serialiseWorld } from './world-jsonl.ts';

const options: SimulationOptions = {
  seed: 1,
  firstDay: 20_000,
  days: 90,
  content: { lectures: 8, objectivesPerLecture: 8, cardsPerObjective: 12 },
  interventions: {
    fromDay: 28,
    perWeek: 2,
    minAnswers: 10,
    holdBack: 0.3,
    days: 14,
    points: [0, 5, 0, 8, 3, 0],
  },
};
const lively = (seed: number): LearnerTruth => {
  const random = seededRandom(seed);
  const effects = plantEffects(random.fork(), 5);
  const fatigue = { ...effects.fatigue, onsetMin: 8 };
  const overload = { ...effects.overload, weeksPerYear: 20 };
  const learner = drawLearner(random.fork(), { effects: { ...effects, fatigue, overload } });
  const habits = { ...learner.habits, breakAfterMin: 25, breakMin: 6, distractionChance: 0.1 };
  return { ...learner, habits, scheduler: { ...learner.scheduler, newPerDay: 12 } };
};
const text = (world: SimulatedWorld): string => [...serialiseWorld(world)].join('\n');
const worlds = [1, 2, 3].map((seed) => simulateLearner(lively(seed), { ...options, seed }));

describe('the same seed', () => {
  it('gives the same bytes, another seed others', () => {
    const once = text(worlds[0]!);
    expect(text(simulateLearner(lively(1), options))).toBe(once);
    expect(text(simulateLearner(lively(1), { ...options, seed: 2 }))).not.toBe(once);
  });

  it('keeps content and studied days when another part changes', () => {
    const learner = lively(1);
    const one = simulateLearner(learner, options);
    const other = simulateLearner(
      { ...learner, pace: fittedLearner.pace, grading: { hardShare: 0.3, easyShare: 0.3 } },
      options,
    );
    expect(other.facts.cards).toEqual(one.facts.cards);
    expect(other.truth?.cardFactor).toEqual(one.truth?.cardFactor);
    expect(new Set(other.facts.reviews.studyDay)).toEqual(new Set(one.facts.reviews.studyDay));
    expect([...other.facts.reviews.rating]).not.toEqual([...one.facts.reviews.rating]);
    const more = simulateLearner(learner, { ...options, content: { ...options.content, lectures: 9 } });
    expect(new Set(more.facts.reviews.studyDay)).toEqual(new Set(one.facts.reviews.studyDay));
  });
});

describe('the facts obey the laws of the store', () => {
  it('reviews: order, times, study days, ratings, phases and signs', () => {
    for (const { facts } of worlds) {
      const { reviews } = facts;
      expect(reviews.at.length).toBeGreaterThan(1000);
      let wrong = 0;
      for (let row = 0; row < reviews.at.length; row += 1) {
        const local = reviews.at[row]! + reviews.utcOffsetMin[row]! * 60_000;
        const interval = reviews.intervalSeconds[row]!;
        const session = facts.sessions[reviews.session[row]!]!;
        const lawful =
          reviews.shownAt[row] === reviews.at[row]! - reviews.durationMs[row]! &&
          reviews.durationMs[row]! > 0 &&
          (row === 0 || reviews.shownAt[row]! >= reviews.at[row - 1]!) &&
          reviews.studyDay[row] === Math.floor((local - 4 * 3_600_000) / 86_400_000) &&
          reviews.rating[row]! >= 1 &&
          reviews.rating[row]! <= 4 &&
          reviews.phase[row]! <= 3 &&
          Number.isInteger(interval) &&
          (interval < 0 ? interval > -86_400 : interval > 0 && interval % 86_400 === 0) &&
          reviews.shownAt[row]! >= session.startedAt &&
          reviews.at[row]! <= session.endedAt &&
          reviews.studyDay[row] === session.studyDay;
        if (!lawful) wrong += 1;
      }
      expect(wrong).toBe(0);
    }
  });

  it('each card: new once, last interval the one before, order of time', () => {
    for (const { facts } of worlds) {
      const { reviews, cards } = facts;
      const { starts, rows } = reviewsByCard(reviews, cards.objective.length);
      let wrong = 0;
      for (let card = 0; card + 1 < starts.length; card += 1)
        for (let position = starts[card]!; position < starts[card + 1]!; position += 1) {
          const row = rows[position]!;
          const first = position === starts[card];
          const before = first ? 0 : reviews.intervalSeconds[rows[position - 1]!]!;
          if (reviews.card[row] !== card) wrong += 1;
          if ((reviews.phase[row] === 0) !== first) wrong += 1;
          if (reviews.lastIntervalSeconds[row] !== before) wrong += 1;
          if (first) continue;
          const previous = rows[position - 1]!;
          if (reviews.at[row]! <= reviews.at[previous]!) wrong += 1;
          // Nothing is reviewed before it is due.
          const elapsed = reviews.studyDay[row]! - reviews.studyDay[previous]!;
          if (reviews.phase[row] === 2 && elapsed < before / 86_400) wrong += 1;
        }
      expect(wrong).toBe(0);
    }
  });

  it('sessions and pauses: apart, in order, each pause ended within its session', () => {
    for (const { facts } of worlds) {
      const { sessions, pauses, events } = facts;
      for (let row = 1; row < sessions.length; row += 1)
        expect(sessions[row]!.startedAt).toBeGreaterThan(sessions[row - 1]!.endedAt);
      expect(pauses.length).toBeGreaterThan(10);
      for (let row = 0; row < pauses.length; row += 2) {
        const [paused, resumed] = [pauses[row]!, pauses[row + 1]!];
        const session = sessions[paused.session]!;
        expect([paused.kind, resumed.kind, resumed.session]).toEqual(['paused', 'resumed', paused.session]);
        expect(paused.at).toBeGreaterThanOrEqual(session.startedAt);
        expect(resumed.at).toBeGreaterThan(paused.at);
        expect(resumed.at).toBeLessThanOrEqual(session.endedAt);
      }
      const times = events.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('there are days off, breaks, lectures read once each before their cards, objectives completed once', () => {
    for (const { facts } of worlds) {
      const { reviews, events, cards } = facts;
      const days = new Set(reviews.studyDay);
      expect(days.size).toBeLessThan(facts.days);
      expect(days.size).toBeGreaterThan(facts.days / 4);
      expect(events.some(({ type }) => type === 'BREAK_STARTED')).toBe(true);
      const read = events.filter(({ type }) => type === 'LECTURE_READ');
      expect(read.map(({ lecture }) => lecture)).toEqual(read.map((_, index) => index));
      reviews.card.forEach((card, row) => {
        if (reviews.phase[row] === 0)
          expect(read[cards.lecture[card]!]!.at).toBeLessThan(reviews.shownAt[row]!);
      });
      const completed = events.filter(({ type }) => type === 'OBJECTIVE_COMPLETED');
      expect(completed.map(({ objective }) => objective)).toEqual(completed.map((_, index) => index));
    }
  });

  it('prerequisites come before their dependents', () => {
    for (const { facts } of worlds) {
      const first = new Map<number, number>();
      facts.reviews.card.forEach((card, row) => {
        const objective = facts.cards.objective[card]!;
        if (!first.has(objective)) first.set(objective, row);
      });
      expect(facts.objectives.some(({ prerequisites }) => prerequisites.length > 0)).toBe(true);
      facts.objectives.forEach(({ prerequisites }, objective) => {
        for (const needed of prerequisites) {
          expect(needed).toBeLessThan(objective);
          if (first.has(objective)) expect(first.get(needed)).toBeLessThan(first.get(objective)!);
        }
      });
    }
  });

  it('the app folds them', () => {
    const { facts } = worlds[0]!;
    const folded = foldReviews(fsrsParameters(), reviewsByCard(facts.reviews, facts.cards.objective.length));
    expect(folded.stability.every((stability) => stability > 0)).toBe(true);
  });
});

describe('what is true of an answer', () => {
  it('is memory plus the effects, kept off 0 and 1', () => {
    for (const { truth } of worlds) {
      const { reviews } = truth!;
      let wrong = 0;
      for (let row = 0; row < reviews.recall.length; row += 1) {
        const effects = EFFECT_COLUMNS.reduce((sum, column) => sum + reviews[column][row]!, 0);
        const expected = clamp(reviews.baseline[row]! + effects, RECALL_FLOOR, RECALL_CEILING);
        if (Math.abs(reviews.recall[row]! - expected) > 1e-12) wrong += 1;
      }
      expect(wrong).toBe(0);
    }
    for (const column of ['hour', 'fatigue', 'overload', 'format', 'help'] as const) {
      const shown = worlds.some(({ truth }) => truth!.reviews[column].some((effect) => effect !== 0));
      expect([column, shown]).toEqual([column, true]);
    }
  });

  it('has no effects in a null learner', () => {
    const { interventions: _none, ...without } = options;
    const { truth } = simulateLearner(drawLearner(seededRandom(4)), without);
    for (const column of EFFECT_COLUMNS)
      expect(truth?.reviews[column].every((effect) => effect === 0)).toBe(true);
  });
});

it('refuses truths and options out of range by name', () => {
  const refused = (truth: LearnerTruth, changed: Partial<SimulationOptions> = {}): string => {
    try {
      simulateLearner(truth, { ...options, ...changed });
    } catch (error) {
      if (error instanceof DataError) return `${error.problem} ${error.column}`;
      throw error;
    }
    return 'accepted';
  };
  expect(refused(fittedLearner, { days: 0 })).toBe('out_of_range days');
  expect(refused(fittedLearner, { seed: 0.5 })).toBe('out_of_range seed');
  expect(refused(fittedLearner, { firstDay: Number.NaN })).toBe('not_finite firstDay');
  const habits = { ...fittedLearner.habits, sessionMin: Infinity };
  expect(refused({ ...fittedLearner, habits })).toBe('not_finite habits.sessionMin');
  const memory = { ...fittedLearner.memory, knownAtFirst: 1.2 };
  expect(refused({ ...fittedLearner, memory })).toBe('out_of_range memory.knownAtFirst');
  const content = { ...fittedLearner.content, formatMix: [0, 0, 0, 0] };
  expect(refused({ ...fittedLearner, content })).toBe('out_of_range content.formatMix of all');
  const effects = { ...fittedLearner.effects, format: [1, 2] };
  expect(refused({ ...fittedLearner, effects })).toBe('length effects.format');
});
