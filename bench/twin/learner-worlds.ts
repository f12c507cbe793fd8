import { seededRandom, type Random } from '#ml/random/random.ts';
import { drawLearner } from '#ml/simulate/draw-learner.ts';
import { drifting, powerForgetting } from '#ml/simulate/misspecified.ts';
import { plantEffects } from '#ml/simulate/planted-effects.ts';
import { simulateLearner } from '#ml/simulate/simulate-learner.ts';
import { NO_EFFECTS, type EffectsTruth, type LearnerTruth } from '#ml/simulate/truth.ts';
import type { SimulatedWorld, WorldFacts } from '#ml/simulate/world.ts';

export type LearnerWorld = {
  readonly what: string;
  readonly days: number;
  readonly effects: (random: Random) => EffectsTruth;
  readonly forget?: (random: Random, learner: LearnerTruth) => LearnerTruth;
  readonly confound?: boolean;
  /** `null`: whoever is told anything of hours, minutes, lengths or formats is told something false. */
  readonly kind: 'null' | 'planted';
};

const weeks = (count: number): number => 7 * count;
const nothing = (): EffectsTruth => NO_EFFECTS;
const cosine =
  (points: number) =>
  (random: Random): EffectsTruth => ({ ...NO_EFFECTS, hour: plantEffects(random, points, 'cosine').hour });
const everything = (random: Random): EffectsTruth => plantEffects(random, 5, 'cosine');

export const learnerWorlds: readonly LearnerWorld[] = [
  { what: 'none', kind: 'null', days: weeks(12), effects: nothing },
  { what: 'none, power law', kind: 'null', days: weeks(12), effects: nothing, forget: powerForgetting },
  { what: 'none, 52 weeks', kind: 'null', days: weeks(52), effects: nothing },
  {
    what: 'none, easy cards in the morning',
    kind: 'null',
    days: weeks(12),
    effects: nothing,
    confound: true,
  },
  { what: 'daily cosine 3', kind: 'planted', days: weeks(12), effects: cosine(3) },
  { what: 'daily cosine 5', kind: 'planted', days: weeks(12), effects: cosine(5) },
  { what: 'daily cosine 5, 26 weeks', kind: 'planted', days: weeks(26), effects: cosine(5) },
  {
    what: 'daily cosine 5, power law',
    kind: 'planted',
    days: weeks(12),
    effects: cosine(5),
    forget: powerForgetting,
  },
  { what: 'daily cosine 8', kind: 'planted', days: weeks(12), effects: cosine(8) },
  { what: 'all effects of 5', kind: 'planted', days: weeks(12), effects: everything },
  {
    what: 'all effects of 5, power law',
    kind: 'planted',
    days: weeks(12),
    effects: everything,
    forget: powerForgetting,
  },
  {
    what: 'all effects of 5, drift',
    kind: 'planted',
    days: weeks(12),
    effects: everything,
    forget: drifting,
  },
];

const FIRST_DAY = 20_000;
/** More cards than anybody gets through in the time. */
const content = { lectures: 12, objectivesPerLecture: 8, cardsPerObjective: 40 };

/** One learner of a world: the same of a seed whatever world they live in, but for what the world plants. */
export const livedThrough = (world: LearnerWorld, seed: number): SimulatedWorld => {
  const random = seededRandom(seed);
  const learner = drawLearner(random.fork(), { effects: world.effects(random.fork()) });
  const truth = world.forget?.(random.fork(), learner) ?? learner;
  const lived = simulateLearner(truth, { seed, firstDay: FIRST_DAY, days: world.days, content });
  return world.confound === true ? { ...lived, facts: easyInTheMorning(lived) } : lived;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The same answers on the same days, but those to the easier half of the cards are given from eight in the morning on and
 * the others from six in the evening on. Memory goes by days, so that nothing else changes.
 */
const easyInTheMorning = ({ facts, truth }: SimulatedWorld): WorldFacts => {
  const factors = truth!.cardFactor;
  const median = factors.toSorted()[factors.length >> 1]!;
  const { reviews } = facts;
  const next = new Map<string, number>();
  const shownAt = reviews.shownAt.slice();
  const at = reviews.at.slice();
  for (let row = 0; row < at.length; row += 1) {
    const isEasy = factors[reviews.card[row]!]! > median;
    const day = reviews.studyDay[row]!;
    const begins = day * DAY_MS + (isEasy ? 8 : 18) * HOUR_MS - reviews.utcOffsetMin[row]! * 60_000;
    const key = `${day}|${isEasy}`;
    const shown = next.get(key) ?? begins;
    const took = at[row]! - shownAt[row]!;
    shownAt[row] = shown;
    at[row] = shown + took;
    next.set(key, shown + took + 500);
  }
  return { ...facts, reviews: { ...reviews, shownAt, at } };
};
