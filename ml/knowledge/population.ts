import { sigmoid } from '../numeric/special.ts';
import { NOT_ASKED, type Answers } from './answers.ts';
import { fitItemPairs, type ItemPairs } from './item-pairs.ts';
import { PerThing, sizeOf } from './counts.ts';
import { MeanTable } from './mean-table.ts';
import { fitSkillModel, skillScore, type SkillModel } from './skill-model.ts';

/** What the answers of other learners say of items and skills. A row is never described by what its own learner did. */
export type Population = {
  readonly rate: number;
  readonly skillModel: SkillModel;
  /** Of each item: right answers and answers; the same for the first answers of learners to it. */
  readonly itemRight: Float64Array;
  readonly itemCount: Float64Array;
  readonly firstRight: Float64Array;
  readonly firstCount: Float64Array;
  readonly skillRight: Float64Array;
  readonly skillCount: Float64Array;
  /** Mean residual of an item by what came before it, by a key of `transitionKey`. */
  readonly transitions: MeanTable;
  /** Mean residual of an item by how often the learner answered it before (0, 1, 2 and more) and the last outcome. */
  readonly repeats: MeanTable;
  /** Of each item: mean logarithm of the duration of answers, and how many; null where durations are not known. */
  readonly logDuration: Float64Array | null;
  /** Items on which learners do alike; null where there are too many items for that. */
  readonly itemPairs: ItemPairs | null;
};

/** Mixes numbers into one that names them, within 53 bits: two of a million pairs share one with a chance of 10⁻⁴. */
function mixed(...parts: number[]): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (const part of parts) {
    high = Math.imul(high ^ part, 0x21f0aaad);
    high ^= high >>> 15;
    low = Math.imul(low ^ (part + 0x7f4a7c15), 0x735a2d97);
    low ^= low >>> 13;
    high = (high + Math.imul(low, 0x2c1b3c6d)) | 0;
  }
  return (high >>> 0) * 0x20_0000 + ((low >>> 0) & 0x1f_ffff);
}

/** Kinds of transitions, by how much of what came before they look at. */
export const TRANSITIONS = { item: 1, twoItems: 2, skill: 3 } as const;

export const itemTransition = (before: number, outcome: number, item: number): number =>
  mixed(TRANSITIONS.item, before, outcome, item);
export const twoItemsTransition = (
  first: number,
  firstOutcome: number,
  second: number,
  secondOutcome: number,
  item: number,
): number => mixed(TRANSITIONS.twoItems, first, firstOutcome, second, secondOutcome, item);
export const skillTransition = (skill: number, outcome: number, item: number): number =>
  mixed(TRANSITIONS.skill, skill, outcome, item);
export const repeatKey = (item: number, answered: number, lastOutcome: number): number =>
  item * 8 + Math.min(answered, 2) * 2 + (answered === 0 ? 0 : lastOutcome);

function logDurations({ items, durations, outcomes }: Answers, size: number): Float64Array | null {
  if (durations === undefined) return null;
  const sums = new Float64Array(2 * size);
  let [all, count] = [0, 0];
  for (let row = 0; row < items.length; row += 1) {
    const duration = durations[row]!;
    if (!(duration > 0) || outcomes[row] === NOT_ASKED) continue;
    sums[2 * items[row]!]! += Math.log(duration);
    sums[2 * items[row]! + 1]! += 1;
    all += Math.log(duration);
    count += 1;
  }
  const mean = count > 0 ? all / count : 0;
  return Float64Array.from(
    { length: size },
    (_, item) => (sums[2 * item]! + 5 * mean) / (sums[2 * item + 1]! + 5),
  );
}

/** Learns from the answers of learners what they say of items and skills. */
export function fitPopulation(answers: Answers): Population {
  const { starts, items, skills, outcomes } = answers;
  const [itemSize, skillSize] = [sizeOf(items), sizeOf(skills)];
  const skillModel = fitSkillModel(answers, itemSize, skillSize, skillSize);
  const counts = { itemRight: 0, itemCount: 0, firstRight: 0, firstCount: 0 };
  const ofItems = Object.fromEntries(
    Object.keys(counts).map((name) => [name, new Float64Array(itemSize)]),
  ) as Record<keyof typeof counts, Float64Array>;
  const [skillRight, skillCount] = [new Float64Array(skillSize), new Float64Array(skillSize)];
  const transitions = new MeanTable();
  const repeats = new MeanTable();
  const ownSkills = new PerThing(skillSize, [0, 0]);
  const ownItems = new PerThing(itemSize, [0, 0]);
  const residuals = new Float64Array(items.length);
  let [right, total] = [0, 0];
  for (let learner = 0; learner + 1 < starts.length; learner += 1) {
    ownSkills.nextLearner();
    ownItems.nextLearner();
    let [ownRight, ownWrong] = [0, 0];
    // Rows before this one that asked something, −1 where there is none.
    let [before, beforeThat] = [-1, -1];
    for (let row = starts[learner]!; row < starts[learner + 1]!; row += 1) {
      const outcome = outcomes[row]!;
      if (outcome === NOT_ASKED) continue;
      const [item, skill] = [items[row]!, skills[row]!];
      const ofSkill = ownSkills.at(skill);
      const ofItem = ownItems.at(item);
      const score = skillScore(skillModel, item, skill, {
        right: ownRight,
        wrong: ownWrong,
        skillRight: ownSkills.values[ofSkill]!,
        skillWrong: ownSkills.values[ofSkill + 1]!,
      });
      const residual = outcome - sigmoid(score);
      residuals[row] = residual;
      if (before >= 0) {
        transitions.add(itemTransition(items[before]!, outcomes[before]!, item), residual);
        transitions.add(skillTransition(skills[before]!, outcomes[before]!, item), residual);
      }
      if (beforeThat >= 0)
        transitions.add(
          twoItemsTransition(
            items[beforeThat]!,
            outcomes[beforeThat]!,
            items[before]!,
            outcomes[before]!,
            item,
          ),
          residual,
        );
      const answered = ownItems.values[ofItem]!;
      repeats.add(repeatKey(item, answered, ownItems.values[ofItem + 1]!), residual);
      ofItems.itemRight[item]! += outcome;
      ofItems.itemCount[item]! += 1;
      if (answered === 0) {
        ofItems.firstRight[item]! += outcome;
        ofItems.firstCount[item]! += 1;
      }
      skillRight[skill]! += outcome;
      skillCount[skill]! += 1;
      ownItems.values[ofItem] = answered + 1;
      ownItems.values[ofItem + 1] = outcome;
      ownSkills.values[ofSkill + 1 - outcome]! += 1;
      right += outcome;
      total += 1;
      if (outcome === 1) ownRight += 1;
      else ownWrong += 1;
      [before, beforeThat] = [row, before];
    }
  }
  return {
    rate: total > 0 ? right / total : 0.5,
    skillModel,
    ...ofItems,
    skillRight,
    skillCount,
    transitions,
    repeats,
    logDuration: logDurations(answers, itemSize),
    itemPairs: fitItemPairs(answers, itemSize, residuals),
  };
}
