import { PerThing } from '../counts.ts';
import { itemTransition, repeatKey, skillTransition, twoItemsTransition } from '../population.ts';
import type { Answered, FeatureGroup, GroupMaker, Shown } from './feature-group.ts';

type Before = { item: number; skill: number; outcome: number };

/** How well one kind of forecast has foretold residuals so far: the slope of residuals on what was said. */
class Trust {
  #said = 0;
  #agreed = 0;
  #size = 0;

  begin(): void {
    this.#said = 0;
    this.#agreed = 0;
    this.#size = 0;
  }

  /** Remembers what is said of the row that is shown, until its outcome is known. */
  say(forecast: number): number {
    this.#said = forecast;
    return forecast;
  }

  learn(residual: number): void {
    this.#agreed += this.#said * residual;
    this.#size += this.#said * this.#said;
  }

  get value(): number {
    return this.#agreed / (this.#size + 0.1);
  }
}

/** How others did on this item after what this learner did last, against what was expected of them. */
class Transitions implements FeatureGroup {
  readonly names = [
    'afterItem',
    'afterItemSupport',
    'afterTwoItems',
    'afterTwoItemsSupport',
    'afterSkill',
    'onRepeat',
    'afterItemTrust',
    'afterTwoItemsTrust',
  ] as const; // prettier-ignore
  #before: Before | undefined;
  #beforeThat: Before | undefined;
  /** How well transitions foretold this learner: of one item before, of two. A learner whom others resemble shows here. */
  readonly #trust = [new Trust(), new Trust()] as const;
  /** Answers, last outcome. */
  readonly #items: PerThing;

  constructor(items: number) {
    this.#items = new PerThing(items, [0, 0]);
  }

  begin(): void {
    this.#before = undefined;
    this.#beforeThat = undefined;
    for (const trust of this.#trust) trust.begin();
    this.#items.nextLearner();
  }

  write({ item, population }: Shown, into: Float64Array, at: number): void {
    const { transitions, repeats } = population;
    const [one, two] = [this.#before, this.#beforeThat];
    const ofItem = this.#items.at(item);
    const [trustOne, trustTwo] = this.#trust;
    const afterItem = one && itemTransition(one.item, one.outcome, item);
    const afterTwo = one && two && twoItemsTransition(two.item, two.outcome, one.item, one.outcome, item);
    into[at] = trustOne.say(afterItem === undefined ? 0 : transitions.shrunken(afterItem, 5));
    into[at + 1] = afterItem === undefined ? 0 : Math.log1p(transitions.count(afterItem));
    into[at + 2] = trustTwo.say(afterTwo === undefined ? 0 : transitions.shrunken(afterTwo, 5));
    into[at + 3] = afterTwo === undefined ? 0 : Math.log1p(transitions.count(afterTwo));
    into[at + 4] = one ? transitions.shrunken(skillTransition(one.skill, one.outcome, item), 10) : 0;
    into[at + 5] = repeats.shrunken(
      repeatKey(item, this.#items.values[ofItem]!, this.#items.values[ofItem + 1]!),
      5,
    );
    into[at + 6] = trustOne.value;
    into[at + 7] = trustTwo.value;
  }

  learn({ item, skill, outcome, residual }: Answered): void {
    if (outcome === undefined) return;
    for (const trust of this.#trust) trust.learn(residual);
    const ofItem = this.#items.at(item);
    this.#items.values[ofItem]! += 1;
    this.#items.values[ofItem + 1] = outcome;
    this.#beforeThat = this.#before;
    this.#before = { item, skill, outcome };
  }
}

export const transitions: GroupMaker = (_, { items }) => new Transitions(items);
