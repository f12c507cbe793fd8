import { NOT_ASKED, type Answers } from './answers.ts';

/**
 * Numbers of a learner about each of many things (skills, items), which begin anew with the next learner without being
 * written one by one.
 */
export class PerThing {
  readonly #values: Float64Array;
  readonly #owner: Int32Array;
  readonly #width: number;
  readonly #start: readonly number[];
  #learner = 0;

  /** @param start the numbers that a thing begins with */
  constructor(things: number, start: readonly number[]) {
    this.#width = start.length;
    this.#start = start;
    this.#values = new Float64Array(things * start.length);
    this.#owner = new Int32Array(things);
  }

  nextLearner(): void {
    this.#learner += 1;
  }

  /** Where the numbers of a thing lie in `values`. */
  at(thing: number): number {
    const place = thing * this.#width;
    if (this.#owner[thing] !== this.#learner) {
      this.#owner[thing] = this.#learner;
      for (let part = 0; part < this.#width; part += 1) this.#values[place + part] = this.#start[part]!;
    }
    return place;
  }

  get values(): Float64Array {
    return this.#values;
  }
}

/** One more than the highest number. */
export function sizeOf(numbers: Int32Array): number {
  let highest = -1;
  for (const number of numbers) if (number > highest) highest = number;
  return highest + 1;
}

/** Whether a row asks something, and 1 or 0 where it does. */
export const outcomeOf = (answers: Answers, row: number): number | undefined => {
  const outcome = answers.outcomes[row]!;
  return outcome === NOT_ASKED ? undefined : outcome;
};
