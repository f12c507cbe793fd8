import { addToDay, dayOf, emptyDay, type RollupDay } from '../../study/rollup-day.ts';

type Answer = { studyDay: number; phase: number; rating: number; durationMs: number };
type First = { at: number; studyDay: number; introduced: number };

/**
 * Counts of each study day of a log that comes card by card. A card is introduced by its first answer; where two of
 * Anki's numbers lead to one card, an earlier answer may come after a later one and takes its place.
 */
export class DayCounts implements Iterable<RollupDay> {
  readonly #days = new Map<number, RollupDay>();
  readonly #firsts = new Map<number, First>();

  #of(studyDay: number): RollupDay {
    const known = this.#days.get(studyDay);
    if (known !== undefined) return known;
    const day = emptyDay(studyDay);
    this.#days.set(studyDay, day);
    return day;
  }

  /** `card`: the staged one; `at`: the instant of the answer. */
  add(card: number, at: number, answer: Answer): void {
    const first = this.#firsts.get(card);
    const isFirst = first === undefined || at < first.at;
    const added = dayOf(answer, isFirst, 1);
    addToDay(this.#of(answer.studyDay), added);
    if (!isFirst) return;
    if (first !== undefined) this.#of(first.studyDay).introduced -= first.introduced;
    this.#firsts.set(card, { at, studyDay: answer.studyDay, introduced: added.introduced });
  }

  [Symbol.iterator](): Iterator<RollupDay> {
    return this.#days.values();
  }
}
