import { bernoulli, categorical, normal, uniformInteger } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import type { ContentTruth } from './truth.ts';
import type { CardColumns, ObjectiveFact } from './world.ts';

/** How much there is to learn. */
export interface ContentPlan {
  readonly lectures: number;
  readonly objectivesPerLecture: number;
  readonly cardsPerObjective: number;
}

export interface Content {
  readonly objectives: readonly ObjectiveFact[];
  readonly cards: CardColumns;
  readonly objectiveFactor: Float64Array;
  readonly planted: Uint8Array;
  readonly cardFactor: Float64Array;
}

/**
 * Lectures with objectives and cards in the order to learn them. Prerequisites point to earlier objectives of the same
 * lecture (or the last of the one before), so there are no cycles and no dependent comes first; their weakness is
 * inherited down the chain.
 */
export function drawContent(
  random: Random,
  truth: ContentTruth,
  cardSpread: number,
  plan: ContentPlan,
): Content {
  const count = plan.lectures * plan.objectivesPerLecture;
  const graph = random.fork();
  const strength = random.fork();
  const perCard = random.fork();
  const perLecture = random.fork();
  let ofLecture = 0;
  const objectives: ObjectiveFact[] = [];
  const objectiveFactor = new Float64Array(count);
  const planted = new Uint8Array(count);
  for (let objective = 0; objective < count; objective += 1) {
    const lecture = Math.floor(objective / plan.objectivesPerLecture);
    if (objective % plan.objectivesPerLecture === 0) ofLecture = normal(perLecture, 0, truth.lectureSpread);
    const prerequisites = drawPrerequisites(graph, truth, objective, lecture * plan.objectivesPerLecture);
    objectives.push({ lecture, prerequisites });
    const own = normal(strength, 0, truth.objectiveSpread);
    planted[objective] = bernoulli(strength, truth.struggleShare) ? 1 : 0;
    let inherited = 0;
    for (const needed of prerequisites)
      inherited += Math.min(0, (objectiveFactor[needed] ?? 0) + truth.objectiveSpread) / prerequisites.length;
    objectiveFactor[objective] =
      ofLecture +
      own +
      (planted[objective] === 1 ? truth.struggleDepth : 0) +
      truth.prerequisiteWeight * inherited;
  }
  const total = count * plan.cardsPerObjective;
  const cards = {
    objective: new Int32Array(total),
    lecture: new Int32Array(total),
    format: new Uint8Array(total),
  };
  const cardFactor = new Float64Array(total);
  for (let card = 0; card < total; card += 1) {
    const objective = Math.floor(card / plan.cardsPerObjective);
    cards.objective[card] = objective;
    cards.lecture[card] = Math.floor(objective / plan.objectivesPerLecture);
    cards.format[card] = categorical(perCard, truth.formatMix);
    const easier = truth.firstEasier * Math.exp(-card / truth.firstEasierCards);
    cardFactor[card] = (objectiveFactor[objective] ?? 0) + easier + normal(perCard, 0, cardSpread);
  }
  return { objectives, cards, objectiveFactor, planted, cardFactor };
}

/** None, one or two of the earlier objectives, the nearest ones most often. */
function drawPrerequisites(
  random: Random,
  truth: ContentTruth,
  objective: number,
  firstOfLecture: number,
): readonly number[] {
  const earliest = Math.max(0, firstOfLecture - 1);
  const wanted =
    Number(bernoulli(random, truth.prerequisiteChance)) +
    Number(bernoulli(random, truth.prerequisiteChance / 2));
  const found = new Set<number>();
  for (let draw = 0; draw < wanted; draw += 1) {
    const back = Math.min(uniformInteger(random, 1, 5), uniformInteger(random, 1, 5));
    const needed = objective - back;
    if (needed >= earliest && needed < objective) found.add(needed);
  }
  return [...found].sort((a, b) => a - b);
}
