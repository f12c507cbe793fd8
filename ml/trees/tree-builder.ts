import type { Trees } from './trees.ts';

/** A split of a node: rows whose bin is at most `bin` go left, and those that miss the value where `missingLeft` says. */
export type Split = {
  feature: number;
  /** 0 where only missing values go left. */
  bin: number;
  threshold: number;
  missingLeft: boolean;
};

/** Collects the nodes of trees as they grow. */
export class TreeBuilder {
  readonly #columns: number;
  readonly #outputs: number;
  readonly #roots: number[] = [];
  #feature = new Int16Array(1024);
  #threshold = new Float64Array(1024);
  #missingLeft = new Uint8Array(1024);
  #left = new Int32Array(1024);
  #cover = new Float32Array(1024);
  #values: Float32Array;
  #nodes = 0;

  constructor(columns: number, outputs: number) {
    this.#columns = columns;
    this.#outputs = outputs;
    this.#values = new Float32Array(1024 * outputs);
  }

  #add(count: number): number {
    const first = this.#nodes;
    this.#nodes += count;
    if (this.#nodes > this.#feature.length) this.#grow();
    this.#feature.fill(-1, first, this.#nodes);
    return first;
  }

  #grow(): void {
    const size = this.#feature.length * 2;
    const wider = <A extends Int16Array | Float64Array | Uint8Array | Int32Array | Float32Array>(
      next: A,
      values: A,
    ): A => {
      next.set(values);
      return next;
    };
    this.#feature = wider(new Int16Array(size), this.#feature);
    this.#threshold = wider(new Float64Array(size), this.#threshold);
    this.#missingLeft = wider(new Uint8Array(size), this.#missingLeft);
    this.#left = wider(new Int32Array(size), this.#left);
    this.#cover = wider(new Float32Array(size), this.#cover);
    this.#values = wider(new Float32Array(size * this.#outputs), this.#values);
  }

  /** Begins a tree; its root is a leaf until it is split. */
  begin(): number {
    const root = this.#add(1);
    this.#roots.push(root);
    return root;
  }

  /** Makes an inner node of a leaf. Its right child follows the left one. */
  split(node: number, { feature, threshold, missingLeft }: Split): number {
    const left = this.#add(2);
    this.#feature[node] = feature;
    this.#threshold[node] = threshold;
    this.#missingLeft[node] = missingLeft ? 1 : 0;
    this.#left[node] = left;
    return left;
  }

  setCover(node: number, weight: number): void {
    this.#cover[node] = weight;
  }

  setValue(node: number, output: number, value: number): void {
    this.#values[node * this.#outputs + output] = value;
  }

  /** The nodes so far; their arrays are replaced when there are more. */
  get nodes(): Pick<Trees, 'feature' | 'missingLeft' | 'left' | 'values'> {
    return {
      feature: this.#feature,
      missingLeft: this.#missingLeft,
      left: this.#left,
      values: this.#values,
    };
  }

  /** Nodes so far: the root of the next tree. */
  get count(): number {
    return this.#nodes;
  }

  /** The trees; only the first of them where a number is given. */
  finish(trees = this.#roots.length): Trees {
    const end = this.#roots[trees] ?? this.#nodes;
    return {
      columns: this.#columns,
      outputs: this.#outputs,
      roots: Int32Array.from(this.#roots.slice(0, trees)),
      feature: this.#feature.slice(0, end),
      threshold: this.#threshold.slice(0, end),
      missingLeft: this.#missingLeft.slice(0, end),
      left: this.#left.slice(0, end),
      cover: this.#cover.slice(0, end),
      values: this.#values.slice(0, end * this.#outputs),
    };
  }
}
