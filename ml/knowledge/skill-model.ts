import { trainSparseLogistic } from '../logistic/train-sparse-logistic.ts';
import type { Logistic } from '../logistic/logistic.ts';
import { NOT_ASKED, type Answers } from './answers.ts';
import { PerThing } from './counts.ts';

/**
 * The regression that residuals are measured against: ability and practice on items and skills (Cen 2006; Pavlik et al.
 * 2009; Gervet et al. 2020, "Best-LR"). Of each row: its item, its skill, the learner's right and wrong answers so far,
 * and those on the skill, for all skills and for this one.
 */
export type SkillModel = {
  readonly items: number;
  readonly skills: number;
  readonly logistic: Logistic;
};

const CELLS = 8;

/** Writes the columns and values of a row. */
class RowOfCounts {
  readonly columns = new Int32Array(CELLS);
  readonly values = new Float64Array(CELLS);
  readonly #items: number;
  readonly #skills: number;

  constructor(items: number, skills: number) {
    this.#items = items;
    this.#skills = skills;
  }

  get width(): number {
    return this.#items + 3 * this.#skills + 4;
  }

  /** Unknown items and skills leave their cells at 0. */
  write(
    item: number,
    skill: number,
    right: number,
    wrong: number,
    skillRight: number,
    skillWrong: number,
  ): void {
    const { columns, values } = this;
    const knowsItem = item < this.#items ? 1 : 0;
    const knowsSkill = skill < this.#skills ? 1 : 0;
    const skills = this.#items;
    const own = knowsSkill === 1 ? skill : 0;
    columns[0] = knowsItem === 1 ? item : 0;
    values[0] = knowsItem;
    columns[1] = skills + own;
    values[1] = knowsSkill;
    columns[2] = skills + this.#skills + own;
    values[2] = knowsSkill * Math.log1p(skillRight);
    columns[3] = skills + 2 * this.#skills + own;
    values[3] = knowsSkill * Math.log1p(skillWrong);
    const rest = skills + 3 * this.#skills;
    columns[4] = rest;
    values[4] = Math.log1p(right);
    columns[5] = rest + 1;
    values[5] = Math.log1p(wrong);
    columns[6] = rest + 2;
    values[6] = Math.log1p(skillRight);
    columns[7] = rest + 3;
    values[7] = Math.log1p(skillWrong);
  }
}

/** Goes through answers learner by learner and tells the counts before each row. */
function eachRow(
  answers: Answers,
  skills: number,
  visit: (row: number, right: number, wrong: number, skillRight: number, skillWrong: number) => void,
): void {
  const counts = new PerThing(skills, [0, 0]);
  for (let learner = 0; learner + 1 < answers.starts.length; learner += 1) {
    counts.nextLearner();
    let [right, wrong] = [0, 0];
    for (let row = answers.starts[learner]!; row < answers.starts[learner + 1]!; row += 1) {
      const place = counts.at(answers.skills[row]!);
      visit(row, right, wrong, counts.values[place]!, counts.values[place + 1]!);
      const outcome = answers.outcomes[row]!;
      if (outcome === NOT_ASKED) continue;
      if (outcome === 1) right += 1;
      else wrong += 1;
      counts.values[place + 1 - outcome]! += 1;
    }
  }
}

/** Fits the regression. `items`, `skills`: how many there are. */
export function fitSkillModel(
  answers: Answers,
  items: number,
  skills: number,
  skillsOfAnswers: number,
): SkillModel {
  const writer = new RowOfCounts(items, skills);
  const asked = answers.outcomes.reduce((sum, outcome) => sum + (outcome === NOT_ASKED ? 0 : 1), 0);
  const columns = new Int32Array(asked * CELLS);
  const values = new Float64Array(asked * CELLS);
  const targets = new Uint8Array(asked);
  let next = 0;
  eachRow(answers, skillsOfAnswers, (row, ...counts) => {
    if (answers.outcomes[row] === NOT_ASKED) return;
    writer.write(answers.items[row]!, answers.skills[row]!, ...counts);
    columns.set(writer.columns, next * CELLS);
    values.set(writer.values, next * CELLS);
    targets[next] = answers.outcomes[row]!;
    next += 1;
  });
  const starts = Int32Array.from({ length: asked + 1 }, (_, row) => row * CELLS);
  const l2 = new Float64Array(writer.width).fill(1);
  const { logistic } = trainSparseLogistic({ starts, columns, values, width: writer.width }, targets, {
    l2,
    iterations: 60,
    tolerance: 1e-5,
  });
  return { items, skills, logistic };
}

/** Log-odds that a row is answered rightly, by what the learner did before it. */
export function skillScore(
  { logistic, items, skills }: SkillModel,
  item: number,
  skill: number,
  counts: { right: number; wrong: number; skillRight: number; skillWrong: number },
): number {
  const { weights, intercept } = logistic;
  const { right, wrong, skillRight, skillWrong } = counts;
  const rest = items + 3 * skills;
  const [logRight, logWrong] = [Math.log1p(skillRight), Math.log1p(skillWrong)];
  let score =
    intercept +
    weights[rest]! * Math.log1p(right) +
    weights[rest + 1]! * Math.log1p(wrong) +
    weights[rest + 2]! * logRight +
    weights[rest + 3]! * logWrong;
  if (item < items) score += weights[item]!;
  if (skill < skills)
    score +=
      weights[items + skill]! +
      weights[items + skills + skill]! * logRight +
      weights[items + 2 * skills + skill]! * logWrong;
  return score;
}

/** How much harder or easier an item and its skill are than others, in log-odds; 0 for what is unknown. */
export function easeOf({ logistic, items, skills }: SkillModel, item: number, skill: number): number {
  return (
    (item < items ? logistic.weights[item]! : 0) + (skill < skills ? logistic.weights[items + skill]! : 0)
  );
}
