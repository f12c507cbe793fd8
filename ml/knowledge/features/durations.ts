import type { Answers } from '../answers.ts';
import { PerThing } from '../counts.ts';
import type { Answered, FeatureGroup, GroupMaker, Shown } from './feature-group.ts';

const RATE = 0.2;

/** How long earlier answers took, against what others take on the same items; never the answer to come. */
class Durations implements FeatureGroup {
  readonly names = ['slowness', 'lastSlowness', 'skillSlowness', 'itemDuration', 'itemLastSlowness', 'usualDuration'] as const; // prettier-ignore
  readonly #durations: Float64Array;
  #slowness = Number.NaN;
  #last = Number.NaN;
  readonly #skills: PerThing;
  readonly #items: PerThing;

  constructor(durations: Float64Array, items: number, skills: number) {
    this.#durations = durations;
    this.#skills = new PerThing(skills, [Number.NaN]);
    this.#items = new PerThing(items, [Number.NaN, Number.NaN]);
  }

  begin(): void {
    this.#slowness = Number.NaN;
    this.#last = Number.NaN;
    this.#skills.nextLearner();
    this.#items.nextLearner();
  }

  write({ item, skill, population }: Shown, into: Float64Array, at: number): void {
    const ofItem = this.#items.at(item);
    into[at] = this.#slowness;
    into[at + 1] = this.#last;
    into[at + 2] = this.#skills.values[this.#skills.at(skill)]!;
    into[at + 3] = this.#items.values[ofItem]!;
    into[at + 4] = this.#items.values[ofItem + 1]!;
    into[at + 5] = population.logDuration?.[item] ?? Number.NaN;
  }

  learn({ row, item, skill, outcome, population }: Answered): void {
    const duration = this.#durations[row]!;
    if (!(duration > 0) || outcome === undefined) return;
    const log = Math.log(duration);
    const slowness = log - (population.logDuration?.[item] ?? log);
    this.#slowness = faded(this.#slowness, slowness);
    this.#last = slowness;
    const ofSkill = this.#skills.at(skill);
    this.#skills.values[ofSkill] = faded(this.#skills.values[ofSkill]!, slowness);
    const ofItem = this.#items.at(item);
    this.#items.values[ofItem] = faded(this.#items.values[ofItem]!, log);
    this.#items.values[ofItem + 1] = slowness;
  }
}

const faded = (mean: number, value: number): number =>
  Number.isNaN(mean) ? value : mean + RATE * (value - mean);

export const durations: GroupMaker = (answers: Answers, { items, skills }) => {
  if (answers.durations === undefined) throw new RangeError('durations are not known');
  return new Durations(answers.durations, items, skills);
};
