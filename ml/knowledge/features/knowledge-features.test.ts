import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffle } from '../../random/distributions.ts';
import { seededRandom } from '../../random/random.ts';
import { answersOf, type Answers } from '../answers.ts';
import { fitPopulation } from '../population.ts';
import { drawAnswers } from '../testing.ts';
import { kindsOf, knowledgeFeatures } from './knowledge-features.ts';

const others = drawAnswers({ learners: 60, rows: 80, hasTimes: true });
const population = fitPopulation(others);
const kinds = kindsOf(others, population);
const describeRows = (answers: Answers) => knowledgeFeatures(answers, kinds, () => population);
const rowOf = (answers: Answers, row: number): number[] =>
  describeRows(answers).columns.map((column) => column[row]!);
const learner = (seed: number): Answers => drawAnswers({ learners: 1, rows: 60, seed, hasTimes: true });
const copyOf = (answers: Answers) => ({
  ...answers,
  items: answers.items.slice(),
  skills: answers.skills.slice(),
  outcomes: answers.outcomes.slice(),
  shownAt: answers.shownAt!.slice(),
  durations: answers.durations!.slice(),
});

const seeds = fc.integer({ min: 1, max: 1e6 });
const places = fc.integer({ min: 0, max: 59 });

describe('features of knowledge', () => {
  it('have every kind here', () => {
    expect(kinds).toEqual({ times: true, durations: true, alikeItems: true });
    const { names, columns } = describeRows(learner(5));
    expect(new Set(names).size).toBe(names.length);
    expect(columns).toHaveLength(names.length);
    // None of them is always the same.
    for (const [place, column] of columns.entries()) {
      const values = new Set(column.filter((value) => !Number.isNaN(value)));
      expect([names[place], values.size > 1]).toEqual([names[place], true]);
    }
  });

  it('do not move when the future is shuffled', () => {
    fc.assert(
      fc.property(seeds, places, (seed, row) => {
        const answers = learner(seed);
        const order = shuffle(
          seededRandom(seed + 1),
          Array.from({ length: 59 - row }, (_, place) => row + 1 + place),
        );
        const changed = copyOf(answers);
        for (const [place, from] of order.entries()) {
          const to = row + 1 + place;
          changed.items[to] = answers.items[from]!;
          changed.skills[to] = answers.skills[from]!;
          changed.outcomes[to] = 1 - Math.min(1, answers.outcomes[from]!);
          changed.durations[to] = answers.durations![from]! * 3;
        }
        expect(rowOf(changed, row)).toEqual(rowOf(answers, row));
      }),
      { numRuns: 60 },
    );
  });

  it('do not move with the outcome and the duration of their own row', () => {
    fc.assert(
      fc.property(
        seeds,
        places,
        fc.constantFrom(0, 1, 2),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (seed, row, outcome, duration) => {
          const answers = learner(seed);
          const changed = copyOf(answers);
          changed.outcomes[row] = outcome;
          changed.durations[row] = duration;
          expect(rowOf(changed, row)).toEqual(rowOf(answers, row));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('do move with what was before', () => {
    const answers = learner(3);
    const changed = copyOf(answers);
    const before = 20;
    changed.outcomes[before] = answers.outcomes[before] === 1 ? 0 : 1;
    expect(rowOf(changed, before + 1)).not.toEqual(rowOf(answers, before + 1));
  });

  it('are those of each learner alone', () => {
    const both = drawAnswers({ learners: 2, rows: 50, seed: 8, hasTimes: true });
    const second = answersOf(both, [1]);
    const whole = describeRows(both).columns.map((column) => column.slice(50));
    expect(whole).toEqual(describeRows(second).columns.map((column) => column.slice()));
  });
});
