import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../data/data-error.ts';
import { predictForestRow } from '../predict-forest.ts';
import { fromMlRandomForest } from './from-ml-random-forest.ts';
import { ML_LIMITS } from './ml-model.ts';
import { trainTheirs } from './testing.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Place = { holder: Json[] | { [key: string]: Json }; key: string };

const models = [0, 2, 3].map((classes) =>
  JSON.stringify(trainTheirs(2, { classes, trees: 3, rows: 40 }).model),
);

/** Every member of a value, at any depth. */
function placesOf(value: Json): Place[] {
  const places: Place[] = [];
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, member] of Object.entries(next)) {
      places.push({ holder: next, key });
      waiting.push(member);
    }
  }
  return places;
}

const wrong = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    '',
    'RFClassifier',
    [],
    {},
    [[]],
    [[Number.NaN]],
    -1,
    0.5,
    2 ** 31,
    1e308,
    -0,
  ),
  fc.double(),
  fc.string({ maxLength: 5 }),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
);

/** A model with some of its members replaced, removed, or exchanged for other members of it. */
const damaged = fc
  .record({
    text: fc.constantFrom(...models),
    damages: fc.array(
      fc.record({
        at: fc.nat(),
        how: fc.constantFrom('replace', 'remove', 'exchange'),
        from: fc.nat(),
        wrong,
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ text, damages }) => {
    const model = JSON.parse(text) as { [key: string]: Json };
    for (const damage of damages) {
      const places = placesOf(model);
      const at = places[damage.at % places.length];
      const from = places[damage.from % places.length];
      if (at === undefined || from === undefined) continue;
      const holder = at.holder as { [key: string]: Json }; // keys of lists are texts, too
      if (damage.how === 'remove') delete holder[at.key];
      else if (damage.how === 'replace') holder[at.key] = damage.wrong;
      else
        holder[at.key] = JSON.parse(
          JSON.stringify((from.holder as { [key: string]: Json })[from.key] ?? null),
        ) as Json;
    }
    return model;
  });

const refusal = (model: unknown): DataError => {
  try {
    fromMlRandomForest(model);
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('it was taken');
};

/** A model with one member replaced, or removed by undefined. `path`: members from the model down, with dots. */
const changed = (text: string | undefined, path: string, value: unknown): Json => {
  const model = JSON.parse(text ?? '') as Json;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let holder = model as { [key: string]: Json };
  for (const key of keys) holder = holder[key] as { [key: string]: Json };
  if (value === undefined) delete holder[last];
  else holder[last] = value as Json; // circles, too, which JSON has none of
  return model;
};

const [regression, classifier] = models;
const root = 'baseModel.estimators.0.root';

const leaf = { distribution: [[0, 1]] };
const chain = (depth: number): unknown => {
  let node: unknown = leaf;
  for (let n = 0; n < depth; n += 1) node = { splitColumn: 0, splitValue: n, left: leaf, right: node };
  return node;
};

describe('a damaged model', () => {
  it('is refused with a DataError or predicts finite numbers', () => {
    fc.assert(
      fc.property(damaged, (model) => {
        let forest;
        try {
          forest = fromMlRandomForest(model);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
          return;
        }
        const row = Float64Array.from({ length: forest.trees.columns }, (_, column) => column - 1);
        for (const value of predictForestRow(forest, row)) expect(value).toSatisfy(Number.isFinite);
      }),
      { numRuns: 3000 },
    );
  });

  it('is refused whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void refusal(value)),
      { numRuns: 500 },
    );
  });

  it.each<[string, string, unknown, string, string]>([
    ['name', 'name', 'RFOther', 'malformed', 'name'],
    ['the name of the other kind', 'name', 'RFRegression', 'malformed', 'isClassifier'],
    ['no base', 'baseModel', undefined, 'malformed', 'baseModel'],
    ['no trees', 'baseModel.estimators', [], 'empty', 'estimators'],
    ['trees that are no list', 'baseModel.estimators', { length: 3 }, 'malformed', 'estimators'],
    ['too many trees', 'baseModel.estimators', Array(10_001).fill(0), 'out_of_range', 'estimators'],
    ['another number of trees', 'baseModel.nEstimators', 2, 'length', 'nEstimators'],
    ['indexes of fewer trees', 'baseModel.indexes', [[0], [0]], 'length', 'indexes'],
    ['indexes that are no list', 'baseModel.indexes.1', 1, 'malformed', 'indexes[1]'],
    ['too many indexes', 'baseModel.indexes.1', Array(4097).fill(0), 'out_of_range', 'indexes[1]'],
    ['a column below 0', 'baseModel.indexes.1.0', -1, 'out_of_range', 'indexes[1]'],
    ['a column beyond all', 'baseModel.indexes.1.0', 4096, 'out_of_range', 'indexes[1]'],
    ['half a column', 'baseModel.indexes.1.0', 0.5, 'out_of_range', 'indexes[1]'],
    ['a tree of the other kind', 'baseModel.estimators.2.name', 'DTRegression', 'malformed', 'estimators[2]'],
    ['no root', 'baseModel.estimators.2.root', undefined, 'malformed', 'estimators[2]'],
    ['a split by no column', `${root}.splitColumn`, 9, 'out_of_range', 'estimators[0]'],
    ['a split by a name', `${root}.splitColumn`, 'length', 'out_of_range', 'estimators[0]'],
    ['a split at nothing', `${root}.splitValue`, null, 'not_finite', 'estimators[0]'],
    ['a split beyond all', `${root}.splitValue`, Number.POSITIVE_INFINITY, 'not_finite', 'estimators[0]'],
    ['a split with one side', `${root}.left`, undefined, 'malformed', 'estimators[0]'],
    ['a leaf of a number', root, { distribution: 1 }, 'malformed', 'estimators[0]'],
    ['a leaf of nothing', root, { distribution: [[]] }, 'out_of_range', 'estimators[0]'],
    ['a leaf of two rows', root, { distribution: [[1], [0]] }, 'malformed', 'estimators[0]'],
    ['a leaf of many classes', root, { distribution: [Array(256).fill(0)] }, 'out_of_range', 'estimators[0]'],
    ['a share that is no number', root, { distribution: [[1, null]] }, 'not_finite', 'estimators[0]'],
    ['a tree too deep', root, chain(ML_LIMITS.depth + 1), 'out_of_range', 'estimators[0]'],
  ])('is refused: %s', (_what, path, value, problem, column) => {
    expect(refusal(changed(classifier, path, value))).toMatchObject({ problem, column });
  });

  it.each<[string, string, unknown, string, string]>([
    ['the median', 'selectionMethod', 'median', 'out_of_range', 'selectionMethod'],
    ['a leaf of nothing', root, { distribution: null }, 'not_finite', 'estimators[0]'],
    ['a leaf of classes', root, { distribution: [[1, 0]] }, 'not_finite', 'estimators[0]'],
    ['a leaf beyond single precision', root, { distribution: 1e39 }, 'out_of_range', 'estimators[0]'],
  ])('is refused as a regression: %s', (_what, path, value, problem, column) => {
    expect(refusal(changed(regression, path, value))).toMatchObject({ problem, column });
  });

  it('is taken as deep as the bound', () => {
    const model = changed(classifier, root, chain(ML_LIMITS.depth));
    expect(fromMlRandomForest(model).trees.roots).toHaveLength(3);
  });

  it('cannot go round in a circle, or be larger than the bound', () => {
    for (const splitValue of [1, -Number.MAX_VALUE]) {
      const circle: Record<string, unknown> = { splitColumn: 0, splitValue, left: leaf };
      circle['right'] = circle;
      expect(refusal(changed(classifier, root, circle)).message).toContain('256 splits');
    }
    // Twenty-two levels of one object are four million nodes.
    let shared: unknown = leaf;
    for (let level = 0; level < 22; level += 1)
      shared = { splitColumn: 0, splitValue: level, left: shared, right: shared };
    expect(refusal(changed(classifier, root, shared)).message).toContain('2000000 nodes');
    let many: unknown = { distribution: [Array(250).fill(0)] };
    for (let level = 0; level < 16; level += 1)
      many = { splitColumn: 0, splitValue: level, left: many, right: many };
    expect(refusal(changed(classifier, root, many)).message).toContain('20000000 nodes × classes');
  });
});
