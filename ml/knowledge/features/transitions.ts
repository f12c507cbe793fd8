import { PerThing } from '../counts.ts';
import { itemTransition, repeatKey, shrunken, skillTransition, twoItemsTransition } from '../population.ts';
import type { Answered, FeatureGroup, GroupMaker, Shown } from './feature-group.ts';

type Before = { item: number; skill: number; outcome: number };

/** How others did on this item after what this learner did last, against what was expected of them. */
class Transitions implements FeatureGroup {
  readonly names = [
    'afterItem', 'afterItemSupport', 'afterTwoItems', 'afterTwoItemsSupport', 'afterSkill', 'onRepeat',
  ] as const; // prettier-ignore
  #before: Before | undefined;
  #beforeThat: Before | undefined;
  /** Answers, last outcome. */
  readonly #items: PerThing;

  constructor(items: number) {
    this.#items = new PerThing(items, [0, 0]);
  }

  begin(): void {
    this.#before = undefined;
    this.#beforeThat = undefined;
    this.#items.nextLearner();
  }

  write({ item, population }: Shown, into: Float64Array, at: number): void {
    const { transitions, repeats } = population;
    const [one, two] = [this.#before, this.#beforeThat];
    const afterItem = one && transitions.get(itemTransition(one.item, one.outcome, item));
    const afterTwo =
      one && two && transitions.get(twoItemsTransition(two.item, two.outcome, one.item, one.outcome, item));
    const afterSkill = one && transitions.get(skillTransition(one.skill, one.outcome, item));
    const ofItem = this.#items.at(item);
    into[at] = shrunken(afterItem, 5);
    into[at + 1] = Math.log1p(afterItem?.count ?? 0);
    into[at + 2] = shrunken(afterTwo, 5);
    into[at + 3] = Math.log1p(afterTwo?.count ?? 0);
    into[at + 4] = shrunken(afterSkill, 10);
    into[at + 5] = shrunken(
      repeats.get(repeatKey(item, this.#items.values[ofItem]!, this.#items.values[ofItem + 1]!)),
      5,
    );
  }

  learn({ item, skill, outcome }: Answered): void {
    if (outcome === undefined) return;
    const ofItem = this.#items.at(item);
    this.#items.values[ofItem]! += 1;
    this.#items.values[ofItem + 1] = outcome;
    this.#beforeThat = this.#before;
    this.#before = { item, skill, outcome };
  }
}

export const transitions: GroupMaker = (_, { items }) => new Transitions(items);
