/**
 * The rows a tree grows on, with what is summed over them: a weight and, for each output, weight × target. The rows of
 * a node follow each other; a split sorts them into those of its two children.
 */
export class NodeSample {
  readonly outputs: number;
  readonly rows: Int32Array;
  /** Interleaved: weight, then one sum for each output. One number for both where `isPacked`. */
  readonly sums: Float64Array;
  readonly stride: number;
  readonly isPacked: boolean;
  length = 0;
  readonly #spareRows: Int32Array;
  readonly #spareSums: Float64Array;

  /** @param isPacked whether weights are small whole numbers and targets 0 or 1: then both go into one number */
  constructor(size: number, outputs: number, isPacked: boolean) {
    this.outputs = outputs;
    this.isPacked = isPacked;
    this.stride = isPacked ? 1 : outputs + 1;
    this.rows = new Int32Array(size);
    this.sums = new Float64Array(size * this.stride);
    this.#spareRows = new Int32Array(size);
    this.#spareSums = new Float64Array(size * this.stride);
  }

  /** Puts the rows of [from, to) that go left first; gives the place of the first that goes right. */
  partition(
    codes: Uint8Array,
    offset: number,
    split: { bin: number; missingLeft: boolean },
    from: number,
    to: number,
  ): number {
    // Missing values have code 0. Where they go right they are made the highest code instead.
    const shift = split.missingLeft ? 0 : 255;
    const bound = split.missingLeft ? split.bin : split.bin - 1;
    return this.stride === 1
      ? this.#partitionPacked(codes, offset, shift, bound, from, to)
      : this.#partitionSums(codes, offset, shift, bound, from, to);
  }

  #partitionPacked(
    codes: Uint8Array,
    offset: number,
    shift: number,
    bound: number,
    from: number,
    to: number,
  ): number {
    const rows = this.rows;
    const sums = this.sums;
    const spareRows = this.#spareRows;
    const spareSums = this.#spareSums;
    let left = from;
    let right = 0;
    for (let place = from; place < to; place += 1) {
      const row = rows[place]!;
      const sum = sums[place]!;
      // Written to both sides, and counted on one: no branch that a processor would guess wrong half of the time.
      rows[left] = row;
      sums[left] = sum;
      spareRows[right] = row;
      spareSums[right] = sum;
      const isRight = (bound - ((codes[offset + row]! + shift) & 255)) >>> 31;
      right += isRight;
      left += 1 - isRight;
    }
    rows.set(spareRows.subarray(0, right), left);
    sums.set(spareSums.subarray(0, right), left);
    return left;
  }

  #partitionSums(
    codes: Uint8Array,
    offset: number,
    shift: number,
    bound: number,
    from: number,
    to: number,
  ): number {
    const rows = this.rows;
    const sums = this.sums;
    const stride = this.stride;
    let left = from;
    let right = 0;
    for (let place = from; place < to; place += 1) {
      const row = rows[place]!;
      const isLeft = ((codes[offset + row]! + shift) & 255) <= bound;
      const targetRows = isLeft ? rows : this.#spareRows;
      const targetSums = isLeft ? sums : this.#spareSums;
      const target = isLeft ? left : right;
      targetRows[target] = row;
      for (let part = 0; part < stride; part += 1)
        targetSums[target * stride + part] = sums[place * stride + part]!;
      if (isLeft) left += 1;
      else right += 1;
    }
    rows.set(this.#spareRows.subarray(0, right), left);
    sums.set(this.#spareSums.subarray(0, right * stride), left * stride);
    return left;
  }
}

/** Weights of a node stay below this, so that a weight and a sum of ones fit into one double, exactly. */
export const PACK = 2 ** 26;
