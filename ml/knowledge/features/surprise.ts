import { PerThing } from '../counts.ts';
import { sigmoid } from '../../numeric/special.ts';
import type { Answered, FeatureGroup, GroupMaker, Shown } from './feature-group.ts';

/** Rates at which what was surprising fades, a row at a time. */
const OWN_RATES = [0.02, 0.08, 0.25] as const;
const SKILL_RATES = [0.1, 0.3] as const;

/**
 * How much better or worse a learner did than the skill model expected, lately: of all answers, of those to this skill
 * and to this item, and a rating of ability that is updated by each answer (Elo; Pelánek 2016).
 */
class Surprise implements FeatureGroup {
  readonly names = [
    'surpriseSlow', 'surprise', 'surpriseFast', 'skillSurprise', 'skillSurpriseFast', 'skillSurpriseMean',
    'itemSurprise', 'rating', 'skillRating', 'ratingScore', 'ratingProbability',
  ] as const; // prettier-ignore
  readonly #own = new Float64Array(OWN_RATES.length);
  #ability = 0;
  #answers = 0;
  /** Fading residuals, their sum, their count, ability on the skill. */
  readonly #skills: PerThing;
  readonly #items: PerThing;

  constructor(items: number, skills: number) {
    this.#skills = new PerThing(skills, [0, 0, 0, 0, 0]);
    this.#items = new PerThing(items, [0, 0]);
  }

  begin(): void {
    this.#own.fill(0);
    this.#ability = 0;
    this.#answers = 0;
    this.#skills.nextLearner();
    this.#items.nextLearner();
  }

  #expected({ skill, ease, population }: Shown): number {
    const ofSkill = this.#skills.at(skill);
    return (
      population.skillModel.logistic.intercept + ease + this.#ability + this.#skills.values[ofSkill + 4]!
    );
  }

  write(shown: Shown, into: Float64Array, at: number): void {
    const ofSkill = this.#skills.at(shown.skill);
    const ofItem = this.#items.at(shown.item);
    const skills = this.#skills.values;
    const score = this.#expected(shown);
    for (let rate = 0; rate < OWN_RATES.length; rate += 1) into[at + rate] = this.#own[rate]!;
    into[at + 3] = skills[ofSkill]!;
    into[at + 4] = skills[ofSkill + 1]!;
    into[at + 5] = skills[ofSkill + 2]! / (skills[ofSkill + 3]! + 2);
    into[at + 6] = this.#items.values[ofItem]! / (this.#items.values[ofItem + 1]! + 1);
    into[at + 7] = this.#ability;
    into[at + 8] = skills[ofSkill + 4]!;
    into[at + 9] = score;
    into[at + 10] = sigmoid(score);
  }

  learn(answered: Answered): void {
    const { item, skill, outcome, residual } = answered;
    if (outcome === undefined) return;
    const ofSkill = this.#skills.at(skill);
    const skills = this.#skills.values;
    const surprise = outcome - sigmoid(this.#expected(answered));
    // Steps become smaller the more is known, and never 0: learners change.
    this.#ability += (0.35 / (1 + 0.04 * this.#answers) + 0.02) * surprise;
    skills[ofSkill + 4]! += (0.5 / (1 + 0.15 * skills[ofSkill + 3]!) + 0.03) * surprise;
    this.#answers += 1;
    for (let rate = 0; rate < OWN_RATES.length; rate += 1)
      this.#own[rate] = this.#own[rate]! + OWN_RATES[rate]! * (residual - this.#own[rate]!);
    for (let rate = 0; rate < SKILL_RATES.length; rate += 1)
      skills[ofSkill + rate] =
        skills[ofSkill + rate]! + SKILL_RATES[rate]! * (residual - skills[ofSkill + rate]!);
    skills[ofSkill + 2]! += residual;
    skills[ofSkill + 3]! += 1;
    const ofItem = this.#items.at(item);
    this.#items.values[ofItem]! += residual;
    this.#items.values[ofItem + 1]! += 1;
  }
}

export const surprise: GroupMaker = (_, { items, skills }) => new Surprise(items, skills);
