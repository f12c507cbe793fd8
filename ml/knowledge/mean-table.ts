/** A place is a key, a sum and a count, side by side so that a look-up reads one line of memory. */
const CELLS = 3;
const FIRST_PLACES = 1024;
/** 2³² divided by the golden ratio spreads keys that follow each other (Knuth 1998, §6.4). */
const SPREAD = 0x9e3779b1;

/** The mean of some rows under each of many keys; means are pulled towards 0 where rows are few. */
export class MeanTable {
  /** Open addressing with linear probing; a count of 0 is a place that is free. */
  #cells = new Float64Array(FIRST_PLACES * CELLS);
  #mask = FIRST_PLACES - 1;
  #size = 0;

  /** Keys there are. */
  get size(): number {
    return this.#size;
  }

  /** Where the numbers of a key are, or the free place where they would be. Keys are whole numbers from 0 to 2⁵³. */
  #at(key: number): number {
    let hash = Math.imul(key ^ (key / 0x1_0000_0000), SPREAD);
    hash ^= hash >>> 15;
    for (let place = hash & this.#mask; ; place = (place + 1) & this.#mask) {
      const at = place * CELLS;
      if (this.#cells[at + 2] === 0 || this.#cells[at] === key) return at;
    }
  }

  add(key: number, value: number): void {
    const at = this.#at(key);
    const count = this.#cells[at + 2]!;
    this.#cells[at] = key;
    this.#cells[at + 1] = this.#cells[at + 1]! + value;
    this.#cells[at + 2] = count + 1;
    if (count > 0) return;
    this.#size += 1;
    if (2 * this.#size > this.#mask) this.#widen();
  }

  #widen(): void {
    const old = this.#cells;
    this.#cells = new Float64Array(2 * old.length);
    this.#mask = 2 * this.#mask + 1;
    for (let from = 0; from < old.length; from += CELLS)
      if (old[from + 2] !== 0) this.#cells.set(old.subarray(from, from + CELLS), this.#at(old[from]!));
  }

  /** Rows under a key. */
  count(key: number): number {
    return this.#cells[this.#at(key) + 2]!;
  }

  /** The mean under a key, as if so many rows of 0 were with it; 0 of an unknown key. */
  shrunken(key: number, rows: number): number {
    const at = this.#at(key);
    const count = this.#cells[at + 2]!;
    return count === 0 ? 0 : this.#cells[at + 1]! / (count + rows);
  }
}
