import { checkCount, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import type { Random } from '../random/random.ts';

/** The plan of an experiment that one person makes on themselves, fixed before it starts: two conditions, unit by unit. */
export type ExperimentDesign = UnitPlan &
  (
    | {
        /**
         * Equally often, in any order with no more than `longestRun` units of a condition in a row (the alternating treatments
         * design of Onghena and Edgington 1994). 1 is strict alternation with a random start.
         */
        readonly kind: 'alternating';
        readonly longestRun: number;
      }
    | {
        /**
         * Phases in turn, ABAB or BABA for four, that change at random units, each at least `minimumUnits` long (Onghena 1992).
         */
        readonly kind: 'phases';
        readonly phases: number;
        readonly minimumUnits: number;
      }
    | {
        /** Randomised blocks: of every two units the first is A or B, the second the other. */
        readonly kind: 'pairs';
      }
  );

interface UnitPlan {
  /** What is given a condition as a whole: 2 to 400 units. */
  readonly units: number;
  /** Days of a unit, 1 to 366. */
  readonly unitDays: number;
  /** Days left out of the analysis after each change of condition, fewer than a unit (than a shortest phase) has. */
  readonly washoutDays: number;
}

/** The condition of each unit: 0 for A, 1 for B. */
export type Assignment = Uint8Array;

/**
 * Number of assignments that the design allows, all equally likely; a test of the experiment cannot give a two-sided p below
 * 2 / this. Strict alternation has two, so that its p is always 1: it proves nothing.
 * @throws DataError `out_of_range`, `not_finite` (a design that allows nothing, or leaves no day to analyse)
 */
export function assignmentCount(design: ExperimentDesign): number {
  return tablesOf(design).ways[0]?.[START] ?? 0;
}

/** One of the design's assignments, each as likely as any other. Throws as `assignmentCount` does. */
export function drawAssignment(design: ExperimentDesign, random: Random): Assignment {
  return assignmentDrawer(design)(random);
}

/** `drawAssignment` many times, its tables made once. */
export function assignmentDrawer(design: ExperimentDesign): (random: Random) => Assignment {
  const { next, ways } = tablesOf(design);
  return (random) => {
    const assignment = new Uint8Array(design.units);
    let state = START;
    for (let unit = 0; unit < design.units; unit += 1) {
      const waysNext = ways[unit + 1]!;
      const [toA, toB] = [next[0][state]!, next[1][state]!];
      const [waysA, waysB] = [waysNext[toA]!, waysNext[toB]!];
      const isB = random.unit() * (waysA + waysB) >= waysA;
      assignment[unit] = isB ? 1 : 0;
      state = isB ? toB : toA;
    }
    return assignment;
  };
}

/** Every assignment of the design, once; the array is reused. Throws as `assignmentCount` does. */
export function eachAssignment(design: ExperimentDesign, visit: (assignment: Assignment) => void): void {
  const { next, ways } = tablesOf(design);
  const assignment = new Uint8Array(design.units);
  const fill = (unit: number, state: number): void => {
    if (unit === design.units) return visit(assignment);
    for (const condition of [0, 1] as const) {
      const to = next[condition][state]!;
      if (ways[unit + 1]![to] === 0) continue;
      assignment[unit] = condition;
      fill(unit + 1, to);
    }
  };
  fill(0, START);
}

/**
 * Throws where the design could not have given this assignment.
 * @throws DataError `length`, `out_of_range` (with the first unit that breaks the design), and as `assignmentCount`
 */
export function checkAssignment(design: ExperimentDesign, assignment: ArrayLike<number>): void {
  const { next, ways } = tablesOf(design);
  checkSameLength('assignment', assignment, 'units', { length: design.units });
  let state = START;
  for (let unit = 0; unit < design.units; unit += 1) {
    const condition = assignment[unit];
    state = condition === 0 || condition === 1 ? next[condition][state]! : NOWHERE;
    if (ways[unit + 1]![state] === 0)
      throw new DataError(
        'out_of_range',
        'assignment',
        unit,
        'the design does not allow this condition here',
      );
  }
}

/**
 * The condition of each day: 0, 1, or 2 for a day of wash-out.
 * @returns units · unitDays entries
 */
export function conditionOfDays(design: ExperimentDesign, assignment: ArrayLike<number>): Uint8Array {
  const { units, unitDays, washoutDays } = design;
  const days = new Uint8Array(units * unitDays);
  let lastChange = -Infinity;
  for (let unit = 0; unit < units; unit += 1) {
    const start = unit * unitDays;
    const condition = assignment[unit] ?? 0;
    if (unit > 0 && condition !== assignment[unit - 1]) lastChange = start;
    for (let day = start; day < start + unitDays; day += 1)
      days[day] = day - lastChange < washoutDays ? 2 : condition;
  }
  return days;
}

/** The sequences a design allows: what has been decided so far is a state. */
interface Automaton {
  readonly states: number;
  /** The state after one more unit; NOWHERE if the design forbids that. */
  readonly step: (state: number, condition: 0 | 1) => number;
  readonly isEnd: (state: number) => boolean;
}

const NOWHERE = 0;
const START = 1;

interface Tables {
  /** The state after one more unit of A, of B. */
  readonly next: readonly [Int32Array, Int32Array];
  /** In how many ways each state, with so many units decided, leads to an end: units + 1 rows. */
  readonly ways: readonly Float64Array[];
}

function tablesOf(design: ExperimentDesign): Tables {
  const { states, step, isEnd } = automatonOf(design);
  const nextOf = (condition: 0 | 1): Int32Array =>
    Int32Array.from({ length: states }, (_, state) => (state === NOWHERE ? NOWHERE : step(state, condition)));
  const next = [nextOf(0), nextOf(1)] as const;
  let later = Float64Array.from({ length: states }, (_, state) =>
    state !== NOWHERE && isEnd(state) ? 1 : 0,
  );
  const ways = [later];
  for (let unit = 0; unit < design.units; unit += 1) {
    const after = later;
    later = after.map((_, state) => after[next[0][state]!]! + after[next[1][state]!]!);
    ways.unshift(later);
  }
  return { next, ways };
}

function automatonOf(design: ExperimentDesign): Automaton {
  const { units, unitDays, washoutDays } = design;
  checkCount('units', units, 2, 400);
  checkCount('unitDays', unitDays, 1, 366);
  switch (design.kind) {
    case 'alternating':
      checkCount('longestRun', design.longestRun, 1, units);
      checkCount('washoutDays', washoutDays, 0, unitDays - 1);
      return alternating(units, design.longestRun);
    case 'phases':
      checkCount('phases', design.phases, 2, units);
      checkCount('minimumUnits', design.minimumUnits, 1, Math.floor(units / design.phases));
      checkCount('washoutDays', washoutDays, 0, unitDays * design.minimumUnits - 1);
      return inPhases(design.phases, design.minimumUnits);
    case 'pairs':
      checkCount('washoutDays', washoutDays, 0, unitDays - 1);
      if (units % 2 !== 0) throw new DataError('out_of_range', 'units', null, `${units} is not even`);
      return inPairs();
  }
}

/** States from 2 on: Bs so far, the last condition, its run. */
function alternating(units: number, longestRun: number): Automaton {
  const most = Math.ceil(units / 2);
  const stateOf = (bs: number, last: number, run: number): number =>
    2 + (bs * 2 + last) * longestRun + run - 1;
  const partsOf = (state: number): [bs: number, last: number, run: number] => {
    if (state === START) return [0, -1, 0];
    const packed = Math.floor((state - 2) / longestRun);
    return [Math.floor(packed / 2), packed % 2, ((state - 2) % longestRun) + 1];
  };
  return {
    states: stateOf(most, 1, longestRun) + 1,
    step: (state, condition) => {
      const [bs, last, run] = partsOf(state);
      const nextRun = condition === last ? run + 1 : 1;
      if (bs + condition > most || nextRun > longestRun) return NOWHERE;
      return stateOf(bs + condition, condition, nextRun);
    },
    isEnd: (state) => partsOf(state)[0] >= units - most,
  };
}

/** States from 2 on: the phase, its length up to the least, the first condition. */
function inPhases(phases: number, minimumUnits: number): Automaton {
  const stateOf = (phase: number, length: number, first: number): number =>
    2 + (phase * minimumUnits + length - 1) * 2 + first;
  const partsOf = (state: number): [phase: number, length: number, first: number] => {
    const packed = Math.floor((state - 2) / 2);
    return [Math.floor(packed / minimumUnits), (packed % minimumUnits) + 1, state % 2];
  };
  return {
    states: stateOf(phases - 1, minimumUnits, 1) + 1,
    step: (state, condition) => {
      if (state === START) return stateOf(0, 1, condition);
      const [phase, length, first] = partsOf(state);
      if ((first + phase) % 2 === condition) return stateOf(phase, Math.min(length + 1, minimumUnits), first);
      return length < minimumUnits || phase + 1 === phases ? NOWHERE : stateOf(phase + 1, 1, first);
    },
    isEnd: (state) => {
      if (state === START) return false;
      const [phase, length] = partsOf(state);
      return phase + 1 === phases && length === minimumUnits;
    },
  };
}

/** States: before a pair (the start); within one that began with A, 2, with B, 3. */
function inPairs(): Automaton {
  return {
    states: 4,
    step: (state, condition) => {
      if (state === START) return 2 + condition;
      return state === 2 + condition ? NOWHERE : START;
    },
    isEnd: (state) => state === START,
  };
}
