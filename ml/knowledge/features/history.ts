import { PerThing } from '../counts.ts';
import type { Answered, FeatureGroup, GroupMaker, Shown } from './feature-group.ts';

const RATES = [0.03, 0.1, 0.3, 0.5] as const;
const LAST = 5;

/**
 * What the last answers were like: fading shares of right ones, streaks, the last five, how long ago (in rows) skill
 * and item were there, and how long the learner has stayed with a skill.
 */
class History implements FeatureGroup {
  readonly names = [
    'recent03', 'recent1', 'recent3', 'recent5', 'skillRecent03', 'skillRecent1', 'skillRecent3', 'skillRecent5',
    'streak', 'skillStreak', 'itemStreak', 'last1', 'last2', 'last3', 'last4', 'last5',
    'skillGap', 'itemGap', 'run', 'position', 'itemLast', 'sameItem',
  ] as const; // prettier-ignore
  readonly #recent = new Float64Array(RATES.length);
  readonly #last = new Float64Array(LAST);
  #streak = 0;
  #position = 0;
  #run = 0;
  #skill = -1;
  #item = -1;
  /** Fading shares, streak, position of the last row. */
  readonly #skills: PerThing;
  /** Streak, position of the last row, last outcome. */
  readonly #items: PerThing;

  constructor(items: number, skills: number) {
    const unknown = Number.NaN;
    this.#skills = new PerThing(skills, [unknown, unknown, unknown, unknown, 0, unknown]);
    this.#items = new PerThing(items, [0, unknown, unknown]);
  }

  begin(): void {
    this.#recent.fill(Number.NaN);
    this.#last.fill(Number.NaN);
    this.#streak = 0;
    this.#position = 0;
    this.#run = 0;
    this.#skill = -1;
    this.#item = -1;
    this.#skills.nextLearner();
    this.#items.nextLearner();
  }

  write({ item, skill }: Shown, into: Float64Array, at: number): void {
    const skills = this.#skills.values;
    const ofSkill = this.#skills.at(skill);
    const items = this.#items.values;
    const ofItem = this.#items.at(item);
    for (let rate = 0; rate < RATES.length; rate += 1) {
      into[at + rate] = this.#recent[rate]!;
      into[at + 4 + rate] = skills[ofSkill + rate]!;
    }
    into[at + 8] = this.#streak;
    into[at + 9] = skills[ofSkill + 4]!;
    into[at + 10] = items[ofItem]!;
    for (let back = 0; back < LAST; back += 1) into[at + 11 + back] = this.#last[back]!;
    into[at + 16] = Math.log1p(this.#position - skills[ofSkill + 5]!);
    into[at + 17] = Math.log1p(this.#position - items[ofItem + 1]!);
    into[at + 18] = skill === this.#skill ? Math.log1p(this.#run) : 0;
    into[at + 19] = Math.log1p(this.#position);
    into[at + 20] = items[ofItem + 2]!;
    into[at + 21] = item === this.#item ? 1 : 0;
  }

  learn({ item, skill, outcome }: Answered): void {
    const skills = this.#skills.values;
    const ofSkill = this.#skills.at(skill);
    const items = this.#items.values;
    const ofItem = this.#items.at(item);
    this.#run = skill === this.#skill ? this.#run + 1 : 1;
    this.#skill = skill;
    this.#item = item;
    skills[ofSkill + 5] = this.#position;
    items[ofItem + 1] = this.#position;
    this.#position += 1;
    if (outcome === undefined) return;
    for (let rate = 0; rate < RATES.length; rate += 1) {
      const own = this.#recent[rate]!;
      this.#recent[rate] = Number.isNaN(own) ? outcome : own + RATES[rate]! * (outcome - own);
      const ofRate = skills[ofSkill + rate]!;
      skills[ofSkill + rate] = Number.isNaN(ofRate) ? outcome : ofRate + RATES[rate]! * (outcome - ofRate);
    }
    this.#streak = nextStreak(this.#streak, outcome);
    skills[ofSkill + 4] = nextStreak(skills[ofSkill + 4]!, outcome);
    items[ofItem] = nextStreak(items[ofItem]!, outcome);
    items[ofItem + 2] = outcome;
    this.#last.copyWithin(1, 0, LAST - 1);
    this.#last[0] = outcome;
  }
}

/** Right answers in a row count up from 0, wrong ones down. */
const nextStreak = (streak: number, outcome: number): number =>
  outcome === 1 ? Math.max(0, streak) + 1 : Math.min(0, streak) - 1;

export const history: GroupMaker = (_, { items, skills }) => new History(items, skills);
