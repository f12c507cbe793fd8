import { sigmoid } from '../../numeric/special.ts';
import type { Answers } from '../answers.ts';
import { outcomeOf, PerThing, sizeOf } from '../counts.ts';
import type { Population } from '../population.ts';
import { easeOf, skillScore } from '../skill-model.ts';
import { alikeItems } from './alike-items.ts';
import { durations } from './durations.ts';
import type { FeatureGroup } from './feature-group.ts';
import { history } from './history.ts';
import { practice } from './practice.ts';
import { surprise } from './surprise.ts';
import { times } from './times.ts';
import { transitions } from './transitions.ts';

/** Features of every row of some answers: a column for each name. */
export type FeatureTable = {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
};

/** Which kinds of features there are to be. */
export type FeatureKinds = {
  readonly times: boolean;
  readonly durations: boolean;
  readonly alikeItems: boolean;
};

/** The kinds that some answers can have, by a population of them. */
export const kindsOf = ({ shownAt, durations: known }: Answers, { itemPairs }: Population): FeatureKinds => ({
  times: shownAt !== undefined,
  durations: known !== undefined,
  alikeItems: itemPairs !== null,
});

/**
 * Describes each row by what was known when it was shown, in one pass over each learner's rows.
 * @param populationOf what other learners say, for a learner: one that this learner is not part of
 */
export function knowledgeFeatures(
  answers: Answers,
  kinds: FeatureKinds,
  populationOf: (learner: number) => Population,
): FeatureTable {
  const sizes = { items: sizeOf(answers.items), skills: sizeOf(answers.skills) };
  const makers = [practice, surprise, history, transitions];
  if (kinds.times) makers.push(times);
  if (kinds.alikeItems) makers.push(alikeItems);
  if (kinds.durations) makers.push(durations);
  const groups: FeatureGroup[] = makers.map((make) => make(answers, sizes));
  const names = groups.flatMap((group) => group.names);
  const rows = answers.items.length;
  const columns = names.map(() => new Float64Array(rows));
  const values = new Float64Array(names.length);
  const counts = new PerThing(sizes.skills, [0, 0]);
  for (let learner = 0; learner + 1 < answers.starts.length; learner += 1) {
    const population = populationOf(learner);
    for (const group of groups) group.begin();
    counts.nextLearner();
    let [right, wrong] = [0, 0];
    for (let row = answers.starts[learner]!; row < answers.starts[learner + 1]!; row += 1) {
      const item = answers.items[row]!;
      const skill = answers.skills[row]!;
      const place = counts.at(skill);
      const own = { right, wrong, skillRight: counts.values[place]!, skillWrong: counts.values[place + 1]! };
      const score = skillScore(population.skillModel, item, skill, own);
      const shown = { row, item, skill, score, ease: easeOf(population.skillModel, item, skill), population };
      let at = 0;
      for (const group of groups) {
        group.write(shown, values, at);
        at += group.names.length;
      }
      for (let column = 0; column < columns.length; column += 1) columns[column]![row] = values[column]!;
      // Only now is it known what became of it.
      const outcome = outcomeOf(answers, row);
      const residual = outcome === undefined ? 0 : outcome - sigmoid(score);
      const answered = { ...shown, outcome, residual };
      for (const group of groups) group.learn(answered);
      if (outcome === undefined) continue;
      if (outcome === 1) right += 1;
      else wrong += 1;
      counts.values[place + 1 - outcome]! += 1;
    }
  }
  return { names, columns };
}
