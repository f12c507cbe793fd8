import { join } from 'node:path';
import { groupKFold } from '#ml/evaluate/group-k-fold.ts';
import { answersOf, askedRows, type Answers } from '#ml/knowledge/answers.ts';
import { duplicateLearners } from '#ml/knowledge/duplicate-learners.ts';
import { fitKnowledge, type KnowledgeChoices } from '#ml/knowledge/fit-knowledge.ts';
import { predictKnowledge } from '#ml/knowledge/predict-knowledge.ts';
import { seededRandom } from '#ml/random/random.ts';
import { rounded, type BenchOptions, type BenchResult, type BenchRow } from './bench.ts';
import { readAkt } from './data/akt.ts';
import { Names, readTsv, type NamedThings } from './data/answers.ts';
import { modelScores } from './model-scores.ts';
import { readCloze } from './data/cloze.ts';

type Split = { train: Answers; test: Answers };

const bars: Record<string, string> = {
  'kt-assist09': 'AUC ≥ .790, log loss ≤ .512, ECE ≤ .01; apart ≥ .788, ≤ .521; above .80 look for a leak',
  'kt-statics': 'AUC ≥ .840, log loss ≤ .393, ECE ≤ .01',
  'kt-cloze': 'AUC ≥ .867, log loss ≤ .453, ECE ≤ .01; above .872 look for a leak',
};

/** Folds of learners, each the test of a model of the others. */
const foldsOf = (answers: Answers, folds: number, seed: number): Split[] => {
  const learners = Int32Array.from({ length: answers.starts.length - 1 }, (_, learner) => learner);
  return groupKFold(learners, folds, seededRandom(seed)).map(({ train, test }) => ({
    train: answersOf(answers, train),
    test: answersOf(answers, test),
  }));
};

/** Answers of several files in one. */
const joined = (parts: readonly Answers[]): Answers => {
  const [first] = parts;
  if (first === undefined) throw new Error('no training file');
  if (parts.length === 1) return first;
  const starts = [0];
  for (const part of parts) {
    const shift = starts.at(-1)!;
    for (const end of part.starts.subarray(1)) starts.push(end + shift);
  }
  const all = <T extends 'items' | 'skills'>(name: T) =>
    Int32Array.from(parts.flatMap((part) => [...part[name]]));
  const hasTimes = parts.every(({ shownAt }) => shownAt !== undefined);
  return {
    starts: Int32Array.from(starts),
    items: all('items'),
    skills: all('skills'),
    outcomes: Uint8Array.from(parts.flatMap(({ outcomes }) => [...outcomes])),
    shownAt: hasTimes ? Float64Array.from(parts.flatMap(({ shownAt }) => [...shownAt!])) : undefined,
    durations: undefined,
  };
};

/** Moments help only where both parts have them: a model that learnt from them needs them. */
const alikeInTimes = (train: Answers, test: Answers): Split => {
  if ((train.shownAt === undefined) === (test.shownAt === undefined)) return { train, test };
  return { train: { ...train, shownAt: undefined }, test: { ...test, shownAt: undefined } };
};

const readers = { akt: readAkt, tsv: readTsv, cloze: readCloze };

const splitsOf = (options: BenchOptions, things: NamedThings): Split[] | undefined => {
  const { train, test, format = 'tsv', seed } = options;
  if (train !== undefined) {
    const read = readers[format as keyof typeof readers];
    if (read === undefined) throw new Error(`--format is one of ${Object.keys(readers).join(', ')}`);
    const answers = joined(train.split(',').map((path) => read(path, things)));
    if (test !== undefined)
      return [alikeInTimes(answers, joined(test.split(',').map((path) => read(path, things))))];
    return foldsOf(answers, options.folds || 5, seed);
  }
  const folder = process.env['AMERICANO_DATA'];
  if (folder === undefined) return undefined;
  const data = join(folder, options.data ?? 'kt-assist09');
  if (options.data === 'kt-cloze')
    return foldsOf(readCloze(join(data, 'largerawsample.csv.gz'), things), options.folds || 5, seed);
  return [
    { train: readTsv(join(data, 'train.tsv.gz'), things), test: readTsv(join(data, 'test.tsv.gz'), things) },
  ];
};

const chosen = ({ boostTrees, stack, heldOutLoss }: KnowledgeChoices): string =>
  `on a fifth of the training learners: ${boostTrees} trees by early stopping (loss ${rounded(heldOutLoss.boost, 4)}); ` +
  `stack of boosting, forest, regression ${stack.map((weight) => rounded(weight)).join(', ')} (loss ${rounded(heldOutLoss.stack, 4)})`;

/** Knowledge tracing: each answer of learners never seen is predicted from their rows before it. */
export const knowledgeBench = async (options: BenchOptions): Promise<BenchResult> => {
  const things = { items: new Names(), skills: new Names() };
  const splits = splitsOf(options, things);
  if (splits === undefined)
    return { rows: [{ what: 'not run (no data folder: set AMERICANO_DATA or give --train FILE)' }] };
  const start = performance.now();
  const outcomes: number[] = [];
  const said: number[] = [];
  const apart: boolean[] = [];
  const choices: string[] = [];
  let fitSeconds = 0;
  for (const { train, test } of splits) {
    const begin = performance.now();
    const fitted = fitKnowledge(
      train,
      { seed: options.seed },
      {
        progress: (done, total, what) => process.stderr.write(`\r${done} of ${total}: ${what}          `),
      },
    );
    fitSeconds += (performance.now() - begin) / 1000;
    choices.push(chosen(fitted.choices));
    const predictions = predictKnowledge(fitted.model, test);
    const duplicates = duplicateLearners(train, test, things.items.size);
    const learnerOf = new Int32Array(test.items.length);
    for (let learner = 0; learner < duplicates.length; learner += 1)
      learnerOf.fill(learner, test.starts[learner], test.starts[learner + 1]);
    for (const row of askedRows(test)) {
      outcomes.push(test.outcomes[row]!);
      said.push(predictions[row]!);
      apart.push(duplicates[learnerOf[row]!] === 0);
    }
  }
  process.stderr.write('\n');
  const of = (values: readonly number[]): number[] => values.filter((_, row) => apart[row]);
  const scores = modelScores(outcomes, said, 10);
  const rows: BenchRow[] = [
    {
      who: 'all test learners',
      ...scores,
      bar: bars[options.data ?? (options.train ? '' : 'kt-assist09')] ?? '',
    },
    {
      who: 'without a duplicate in training',
      ...(new Set(of(outcomes)).size === 2
        ? modelScores(of(outcomes), of(said), 10)
        : { rows: of(outcomes).length }),
      bar: '',
    },
    ...choices.map((choice) => ({ who: 'chosen', choice })),
    { who: 'fit', seconds: rounded(fitSeconds), bar: 'kt-assist09 < 60 s' },
  ];
  return { summary: { ...scores, seconds: rounded((performance.now() - start) / 1000) }, rows };
};
