import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chiSquareUpper } from '../numeric/special.ts';
import { normal } from '../random/distributions.ts';
import { seededRandom } from '../random/random.ts';
import {
  assignmentCount,
  conditionOfDays,
  drawAssignment,
  eachAssignment,
  type ExperimentDesign,
} from './experiment-design.ts';
// Written by bench/reference/permutation.py.
import reference from './permutation.reference.json' with { type: 'json' };
import { randomisationTest } from './randomisation-test.ts';

const alternating = (
  units: number,
  longestRun: number,
  more: Partial<ExperimentDesign> = {},
): ExperimentDesign => ({
  units,
  unitDays: 1,
  washoutDays: 0,
  ...more,
  kind: 'alternating',
  longestRun,
});
const phases = (units: number, phases: number, minimumUnits: number, washoutDays = 0): ExperimentDesign => ({
  kind: 'phases',
  units,
  unitDays: 1,
  washoutDays,
  phases,
  minimumUnits,
});
const pairs = (units: number, unitDays = 1, washoutDays = 0): ExperimentDesign => ({
  kind: 'pairs',
  units,
  unitDays,
  washoutDays,
});
const text = (assignment: ArrayLike<number>): string => Array.from(assignment, (c) => 'AB_'[c]).join('');
function assignmentsOf(design: ExperimentDesign): string[] {
  const all: string[] = [];
  eachAssignment(design, (assignment) => all.push(text(assignment)));
  return all;
}

describe('designs', () => {
  it('allow what they say', () => {
    expect(assignmentsOf(alternating(5, 1))).toEqual(['ABABA', 'BABAB']);
    expect(assignmentsOf(alternating(4, 2))).toEqual(['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA']);
    expect(assignmentsOf(pairs(4))).toEqual(['ABAB', 'ABBA', 'BAAB', 'BABA']);
    expect(assignmentsOf(phases(9, 4, 2))).toEqual(
      [
        'AABBAABBB',
        'AABBAAABB',
        'AABBBAABB',
        'AAABBAABB',
        'BBAABBAAA',
        'BBAABBBAA',
        'BBAAABBAA',
        'BBBAABBAA',
      ].sort(),
    );
  });

  it.each([alternating(9, 2), alternating(10, 3), pairs(10), phases(14, 4, 2), phases(11, 3, 3)])(
    'draw each assignment equally often: %o',
    (design) => {
      const all = assignmentsOf(design);
      expect(new Set(all).size).toBe(all.length);
      expect(assignmentCount(design)).toBe(all.length);
      const random = seededRandom(12);
      const seen = new Map(all.map((assignment) => [assignment, 0]));
      const draws = 15 * all.length;
      for (let draw = 0; draw < draws; draw += 1) {
        const assignment = text(drawAssignment(design, random));
        seen.set(assignment, (seen.get(assignment) ?? Number.NaN) + 1);
      }
      const statistic = [...seen.values()].reduce((sum, count) => sum + (count - 15) ** 2 / 15, 0);
      expect(chiSquareUpper(statistic, all.length - 1)).toBeGreaterThan(0.001);
    },
  );

  it('count the assignments of a year', () => {
    expect(assignmentCount(pairs(366))).toBe(2 ** 183);
    expect(assignmentCount(alternating(365, 3))).toBeGreaterThan(1e80);
    expect(text(drawAssignment(alternating(365, 3), seededRandom(1)))).not.toMatch(/AAAA|BBBB/);
  });

  it('leave out the first days after a change of condition', () => {
    expect(text(conditionOfDays(pairs(4, 3, 1), [0, 1, 1, 0]))).toBe('AAA_BBBBB_AA');
    expect(text(conditionOfDays(phases(10, 3, 3, 2), [1, 1, 1, 0, 0, 0, 0, 1, 1, 1]))).toBe('BBB__AA__B');
  });

  it.each([
    { design: pairs(5), column: 'units' },
    { design: pairs(401), column: 'units' },
    { design: pairs(6, 0), column: 'unitDays' },
    { design: pairs(6, 2, 2), column: 'washoutDays' },
    { design: alternating(6, 0), column: 'longestRun' },
    { design: alternating(6, 2, { washoutDays: 1 }), column: 'washoutDays' },
    { design: phases(6, 4, 2), column: 'minimumUnits' },
    { design: phases(6, 1, 2), column: 'phases' },
    { design: phases(9, 3, 2, 2), column: 'washoutDays' },
  ])('that cannot be are refused: $design', ({ design, column }) => {
    const error = expect.objectContaining({ name: 'DataError', problem: 'out_of_range', column }) as Error;
    expect(() => assignmentCount(design)).toThrow(error);
    expect(() => drawAssignment(design, seededRandom(1))).toThrow(error);
    expect(() => eachAssignment(design, () => {})).toThrow(error);
  });
});

describe('randomisation test', () => {
  it.each(reference.randomisation)(
    'every assignment of $design.kind, $design.units units of $design.unitDays',
    ({ design, assignments, assignment, days, outcomes, at }) => {
      for (const { level, effect, pValue, low, high } of at) {
        const result = randomisationTest(
          design as ExperimentDesign,
          assignment,
          days,
          outcomes,
          seededRandom(1),
          {
            level,
          },
        );
        expect(result.isExact).toBe(true);
        expect(result.assignments).toBe(assignments);
        expect(result.effect).toBeCloseTo(effect, 12);
        expect(result.pValue).toBeCloseTo(pValue, 12);
        expect(result.smallestPValue).toBeLessThanOrEqual(result.pValue);
        if (low === null) expect(result.low).toBe(-Infinity);
        else expect(result.low).toBeCloseTo(low, 6);
        if (high === null) expect(result.high).toBe(Infinity);
        else expect(result.high).toBeCloseTo(high, 6);
      }
    },
  );

  const everyDay = (n: number): number[] => Array.from({ length: n }, (_, day) => day);

  it.each([pairs(40), alternating(30, 2), phases(40, 4, 5, 1)])(
    'refuses nothing one time in ten at 10 %, and its interval covers nine times in ten: %o',
    (design) => {
      let [refused, covered] = [0, 0];
      const random = seededRandom(3);
      const rounds = 150;
      for (let round = 0; round < rounds; round += 1) {
        const assignment = drawAssignment(design, random);
        // A good day is followed by another: the test asks nothing of the days, only that chance gave the condition.
        let mood = 0;
        const nothing = Float64Array.from(assignment, () => (mood = 0.6 * mood + normal(random)));
        const days = everyDay(assignment.length);
        const outcomes = nothing.map((value, day) => value + 0.7 * (assignment[day] ?? 0));
        const options = { assignments: 199 };
        if (randomisationTest(design, assignment, days, nothing, random, options).pValue <= 0.1) refused += 1;
        const { low, high } = randomisationTest(design, assignment, days, outcomes, random, options);
        if (low <= 0.7 && 0.7 <= high) covered += 1;
      }
      expect(refused / rounds).toBeLessThan(0.15);
      expect(refused / rounds).toBeGreaterThan(0.05);
      expect(covered / rounds).toBeGreaterThan(0.85);
    },
  );

  it('refuses exactly the effects outside its interval', () => {
    const design = pairs(12);
    const random = seededRandom(8);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 12, maxLength: 12 }),
        (outcomes) => {
          const assignment = drawAssignment(design, random);
          const pOf = (shift: number): number =>
            randomisationTest(
              design,
              assignment,
              everyDay(12),
              outcomes.map((value, day) => value - shift * (assignment[day] ?? 0)),
              random,
            ).pValue;
          const { low, high } = randomisationTest(design, assignment, everyDay(12), outcomes, random);
          for (const end of [low, high]) expect(pOf(end)).toBeGreaterThan(0.1);
          expect(pOf(low - 1e-6)).toBeLessThanOrEqual(0.1 + 1e-12);
          expect(pOf(high + 1e-6)).toBeLessThanOrEqual(0.1 + 1e-12);
        },
      ),
    );
  });

  it('of strict alternation can prove nothing, and says so', () => {
    const result = randomisationTest(
      alternating(20, 1),
      everyDay(20).map((day) => day % 2),
      everyDay(20),
      everyDay(20).map((day) => 100 * (day % 2) + Math.sin(day)),
      seededRandom(1),
    );
    expect(result).toMatchObject({
      pValue: 1,
      smallestPValue: 1,
      low: -Infinity,
      high: Infinity,
      assignments: 2,
    });
    expect(result.effect).toBeCloseTo(100, 0);
    expect(result.n).toEqual([10, 10]);
  });

  it('finds an effect among random assignments, the same with the seed', () => {
    const design = alternating(60, 2);
    const assignment = drawAssignment(design, seededRandom(5));
    const random = seededRandom(6);
    const outcomes = Array.from(assignment, (condition) => condition + 0.3 * normal(random));
    const run = () => randomisationTest(design, assignment, everyDay(60), outcomes, seededRandom(6));
    const result = run();
    expect(result).toMatchObject({
      isExact: false,
      assignments: 5000,
      pValue: 2 / 5000,
      smallestPValue: 2 / 5000,
    });
    expect(result.low).toBeGreaterThan(0.7);
    expect(result.high).toBeLessThan(1.3);
    expect(run()).toEqual(result);
  });

  it('bounds an effect as soon as it could refuse one: at 10 % from 20 assignments on', () => {
    const assignment = everyDay(20).map((day) => (day + Math.floor(day / 2)) % 2);
    const outcomes = assignment.map((condition, day) => 100 * condition + Math.sin(day));
    const run = (assignments: number) =>
      randomisationTest(pairs(20), assignment, everyDay(20), outcomes, seededRandom(1), { assignments });
    expect(run(18)).toMatchObject({ pValue: 2 / 19, low: -Infinity, high: Infinity });
    expect(run(19).pValue).toBe(0.1);
    expect(run(19).low).toBeGreaterThan(90);
    expect(run(19).high).toBeLessThan(110);
  });

  it('leaves out what falls into a wash-out', () => {
    const outcomes = [1, 1, 1, 500, 3, 3];
    const { effect, n } = randomisationTest(pairs(2, 3, 1), [0, 1], everyDay(6), outcomes, seededRandom(1));
    expect({ effect, n }).toEqual({ effect: 2, n: [3, 2] });
  });

  it.each([
    { assignment: [0, 1, 0], problem: 'length', column: 'assignment', row: null },
    { assignment: [0, 1, 0, 2], problem: 'out_of_range', column: 'assignment', row: 3 },
    { assignment: [0, 0, 1, 1], problem: 'out_of_range', column: 'assignment', row: 1 },
    { days: [0, 1, 2], problem: 'length', column: 'days', row: null },
    { days: [0, 1, 2, 4], problem: 'out_of_range', column: 'days', row: 3 },
    { days: [0, 1.5, 2, 3], problem: 'out_of_range', column: 'days', row: 1 },
    { outcomes: [0, 1, 2, Number.NaN], problem: 'not_finite', column: 'outcomes', row: 3 },
    { outcomes: [1], days: [1], problem: 'too_few', column: 'outcomes', row: null },
    { outcomes: [1, 2], days: [0, 2], problem: 'too_few', column: 'outcomes', row: null },
    { level: 1, problem: 'out_of_range', column: 'level', row: null },
    { assignments: 0, problem: 'out_of_range', column: 'assignments', row: null },
  ])('refuses $column: $problem', (given) => {
    const { assignment = [0, 1, 0, 1], days = [0, 1, 2, 3], outcomes = [4, 5, 6, 7], level = 0.9 } = given;
    const { assignments = 99, problem, column, row } = given;
    expect(() =>
      randomisationTest(pairs(4), assignment, days, outcomes, seededRandom(1), { level, assignments }),
    ).toThrow(expect.objectContaining({ name: 'DataError', problem, column, row }));
  });
});
