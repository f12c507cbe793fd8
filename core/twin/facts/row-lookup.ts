/** From a local key to its row. */
export type RowOf = { get(key: number): number | undefined };

/** Keys are handed out one after another; where many of them are gone, a table of all of them would be mostly empty. */
const MOST_KEYS_PER_ROW = 8;

class KeyTable implements RowOf {
  /** By key; −1 for none. */
  readonly rows: Int32Array;

  constructor(keys: ArrayLike<number>, highest: number) {
    this.rows = new Int32Array(highest + 1).fill(-1);
    for (let row = 0; row < keys.length; row += 1) this.rows[keys[row]!] = row;
  }

  get(key: number): number | undefined {
    const row = this.rows[key];
    return row === undefined || row < 0 ? undefined : row;
  }
}

/** A table by key, since a Map of a hundred thousand cards takes longer than to read them. */
export const rowLookup = (keys: ArrayLike<number>): RowOf => {
  let highest = 0;
  for (let row = 0; row < keys.length; row += 1) highest = Math.max(highest, keys[row]!);
  return highest > MOST_KEYS_PER_ROW * (keys.length + 1000)
    ? new Map(Array.from(keys, (key, row) => [key, row]))
    : new KeyTable(keys, highest);
};
