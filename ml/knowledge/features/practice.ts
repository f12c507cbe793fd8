import { PerThing } from '../counts.ts';
import type { Answered, FeatureGroup, GroupMaker, Shown } from './feature-group.ts';

/** How much was practised and how well, by learner, skill and item; how others fare on item and skill. */
class Practice implements FeatureGroup {
  readonly names = [
    'right', 'answers', 'skillRight', 'skillAnswers', 'itemRight', 'itemAnswers', 'itemSeen',
    'success', 'skillSuccess', 'itemRate', 'itemSupport', 'skillRate', 'skillSupport', 'firstRate', 'firstSupport',
    'modelScore', 'ease', 'repeat',
  ] as const; // prettier-ignore
  #right = 0;
  #answers = 0;
  readonly #skills: PerThing;
  /** Right, answers, times seen. */
  readonly #items: PerThing;

  constructor(items: number, skills: number) {
    this.#skills = new PerThing(skills, [0, 0]);
    this.#items = new PerThing(items, [0, 0, 0]);
  }

  begin(): void {
    this.#right = 0;
    this.#answers = 0;
    this.#skills.nextLearner();
    this.#items.nextLearner();
  }

  write({ item, skill, score, ease, population }: Shown, into: Float64Array, at: number): void {
    const { rate } = population;
    const skills = this.#skills.values;
    const items = this.#items.values;
    const ofSkill = this.#skills.at(skill);
    const ofItem = this.#items.at(item);
    const [skillRight, skillAnswers] = [skills[ofSkill]!, skills[ofSkill + 1]!];
    const skillCount = population.skillCount[skill] ?? 0;
    const itemCount = population.itemCount[item] ?? 0;
    const firstCount = population.firstCount[item] ?? 0;
    const skillRate = ((population.skillRight[skill] ?? 0) + 10 * rate) / (skillCount + 10);
    const itemRate = ((population.itemRight[item] ?? 0) + 10 * skillRate) / (itemCount + 10);
    into[at] = Math.log1p(this.#right);
    into[at + 1] = Math.log1p(this.#answers);
    into[at + 2] = Math.log1p(skillRight);
    into[at + 3] = Math.log1p(skillAnswers);
    into[at + 4] = Math.log1p(items[ofItem]!);
    into[at + 5] = Math.log1p(items[ofItem + 1]!);
    into[at + 6] = Math.log1p(items[ofItem + 2]!);
    into[at + 7] = (this.#right + 5 * rate) / (this.#answers + 5);
    into[at + 8] = (skillRight + 3 * skillRate) / (skillAnswers + 3);
    into[at + 9] = itemRate;
    into[at + 10] = Math.log1p(itemCount);
    into[at + 11] = skillRate;
    into[at + 12] = Math.log1p(skillCount);
    into[at + 13] = ((population.firstRight[item] ?? 0) + 10 * itemRate) / (firstCount + 10);
    into[at + 14] = Math.log1p(firstCount);
    into[at + 15] = score;
    into[at + 16] = ease;
    into[at + 17] = items[ofItem + 1]!;
  }

  learn({ item, skill, outcome }: Answered): void {
    const ofItem = this.#items.at(item);
    this.#items.values[ofItem + 2]! += 1;
    if (outcome === undefined) return;
    const ofSkill = this.#skills.at(skill);
    this.#right += outcome;
    this.#answers += 1;
    this.#skills.values[ofSkill]! += outcome;
    this.#skills.values[ofSkill + 1]! += 1;
    this.#items.values[ofItem]! += outcome;
    this.#items.values[ofItem + 1]! += 1;
  }
}

export const practice: GroupMaker = (_, { items, skills }) => new Practice(items, skills);
