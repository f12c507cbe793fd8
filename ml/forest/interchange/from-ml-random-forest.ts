import { MOST_COLUMNS } from '../../bins/bin-columns.ts';
import { DataError } from '../../data/data-error.ts';
import { TreeBuilder } from '../../trees/tree-builder.ts';
import type { Forest } from '../forest.ts';
import { withExactValues } from './exact-values.ts';
import { isRecord, MlTreeReader, readIndexes } from './read-ml-tree.ts';
import { fillInnerNodes } from './fill-inner-nodes.ts';
import { ML_LIMITS } from './ml-model.ts';
import { votesOf } from './votes-of.ts';

/** A member of a model that is a list of at most so many. */
function listOf(value: unknown, name: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new DataError('malformed', name, null, 'is not a list');
  if (value.length === 0) throw new DataError('empty', name, null, 'has no entries');
  if (value.length > most)
    throw new DataError('out_of_range', name, null, `has ${value.length} entries, at most ${most}`);
  return value;
}

function recordOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new DataError('malformed', name, null, 'is not an object');
  return value;
}

/** Whether it is a classifier. Refuses what its two `load`s would not take, and what we could not do as it does. */
function checkKind(
  model: Readonly<Record<string, unknown>>,
  base: Readonly<Record<string, unknown>>,
): boolean {
  const { name, selectionMethod } = model;
  if (name !== 'RFClassifier' && name !== 'RFRegression')
    throw new DataError('malformed', 'name', null, 'is neither RFClassifier nor RFRegression');
  const isClassifier = name === 'RFClassifier';
  if (base['isClassifier'] !== isClassifier)
    throw new DataError('malformed', 'isClassifier', null, `is not what a model named ${name} has`);
  if (!isClassifier && selectionMethod !== 'mean')
    throw new DataError(
      'out_of_range',
      'selectionMethod',
      null,
      'a forest gives the mean of its trees; it has no median, nor anything else',
    );
  return isClassifier;
}

/**
 * Columns a row has. The model does not say; more than its trees use where `n` or `maxFeatures` tell.
 * @throws DataError `out_of_range` where fewer are asked for than the trees use
 */
function columnsOf(
  base: Readonly<Record<string, unknown>>,
  indexes: readonly (readonly number[])[],
  asked: number | undefined,
): number {
  let used = 1;
  for (const ofTree of indexes) for (const index of ofTree) used = Math.max(used, index + 1);
  if (asked === undefined) {
    const said = [base['n'], base['maxFeatures']].filter(
      (value): value is number => Number.isInteger(value) && Number(value) <= MOST_COLUMNS,
    );
    return Math.max(used, ...said);
  }
  if (!Number.isInteger(asked) || asked < used || asked > MOST_COLUMNS)
    throw new DataError(
      'out_of_range',
      'columns',
      null,
      `${asked} is not a number from ${used} to ${MOST_COLUMNS}`,
    );
  return asked;
}

/**
 * Our forest from a model of ml-random-forest 2.1.0 (`JSON.parse` of its JSON, or what its `toJSON` gives).
 *
 * A classifier there lets each tree vote for one class: the probabilities of ours are the shares of the votes, and
 * `forestClasses` gives what its `predict` gives, ties included (see `votes-of.ts`). A regression gives the mean of the
 * trees, each of which comes twice where its numbers need more than single precision (`exact-values.ts`). Missing values go right, as they do there. How many training rows came to a
 * node is taken from the model where it says so and guessed where it does not; only reasons depend on it.
 * @param columns of a row, where it has more than the trees use
 * @throws DataError for everything that is not such a model, or beyond `ML_LIMITS`
 */
export function fromMlRandomForest(json: unknown, { columns }: { columns?: number } = {}): Forest {
  const model = recordOf(json, 'model');
  const base = recordOf(model['baseModel'], 'baseModel');
  const isClassifier = checkKind(model, base);
  const estimators = listOf(base['estimators'], 'estimators', ML_LIMITS.trees);
  const given = listOf(base['indexes'], 'indexes', ML_LIMITS.trees);
  if (base['nEstimators'] !== estimators.length)
    throw new DataError(
      'length',
      'nEstimators',
      null,
      `is not the number of estimators, ${estimators.length}`,
    );
  if (given.length !== estimators.length)
    throw new DataError(
      'length',
      'indexes',
      null,
      `has ${given.length} entries, estimators ${estimators.length}`,
    );
  const indexes = Array.from(given, (ofTree, tree) => readIndexes(ofTree, `indexes[${tree}]`));
  const builder = new TreeBuilder(columnsOf(base, indexes, columns), 1);
  const reader = new MlTreeReader(builder, isClassifier);
  const name = isClassifier ? 'DTClassifier' : 'DTRegression';
  for (const [tree, estimator] of estimators.entries()) {
    const place = `estimators[${tree}]`;
    const { name: found, root } = recordOf(estimator, place);
    if (found !== name) throw new DataError('malformed', place, null, `its name is not ${name}`);
    reader.read(root, indexes[tree] ?? [], place);
  }
  const trees = builder.finish();
  const classes = isClassifier ? Math.max(2, reader.classes) : 0;
  if (trees.feature.length * classes > ML_LIMITS.values)
    throw new DataError('out_of_range', 'estimators', null, `more than ${ML_LIMITS.values} nodes × classes`);
  const kind = isClassifier ? 'classification' : 'regression';
  return {
    kind,
    classes,
    trees: fillInnerNodes(
      isClassifier ? votesOf(trees, reader.values, classes) : withExactValues(trees, reader.values),
    ),
  };
}
