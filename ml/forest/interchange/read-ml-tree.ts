import { MOST_COLUMNS } from '../../bins/bin-columns.ts';
import { DataError } from '../../data/data-error.ts';
import type { TreeBuilder } from '../../trees/tree-builder.ts';
import { ML_LIMITS } from './ml-model.ts';
import { nextBelow } from './next-double.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Half of the largest number that the values of our leaves can hold: see `withExactValues`. */
const LARGEST_VALUE = 1.7014117331926443e38;

/** A node that is still to be read. `weight`: training rows that came to it, as far as they can be told. */
type Open = { json: unknown; node: number; depth: number; weight: number };

/** Reads the trees of one model into a builder, without the values of their leaves. */
export class MlTreeReader {
  /** One more than the highest class that a leaf has heard of. */
  classes = 0;
  /** Of each leaf, by its node: of a classifier the class it votes for, else its number. */
  readonly values: number[] = [];
  readonly #builder: TreeBuilder;
  readonly #isClassifier: boolean;
  #nodes = 0;
  #tree = '';
  #indexes: readonly number[] = [];

  constructor(builder: TreeBuilder, isClassifier: boolean) {
    this.#builder = builder;
    this.#isClassifier = isClassifier;
  }

  /**
   * @param tree where the tree stands in the model, for errors
   * @throws DataError what is wrong with a node
   */
  read(root: unknown, indexes: readonly number[], tree: string): void {
    this.#tree = tree;
    this.#indexes = indexes;
    this.#count();
    const stack: Open[] = [{ json: root, node: this.#builder.begin(), depth: 0, weight: 0 }];
    for (let open = stack.pop(); open !== undefined; open = stack.pop()) {
      const children = this.#readNode(open);
      if (children !== undefined) stack.push(children[1], children[0]);
    }
  }

  #refuse(problem: 'not_finite' | 'out_of_range' | 'malformed', message: string): never {
    throw new DataError(problem, this.#tree, null, `node ${this.#nodes - 1}: ${message}`);
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > ML_LIMITS.nodes) this.#refuse('out_of_range', `more than ${ML_LIMITS.nodes} nodes`);
  }

  #readNode(open: Open): [Open, Open] | undefined {
    let { json } = open;
    // Nothing finite is below the lowest number: such a split sends every row right.
    for (
      let depth = open.depth;
      this.#isSplit(json) && json['splitValue'] === -Number.MAX_VALUE;
      depth += 1
    ) {
      this.#checkDepth(depth);
      json = json['right'];
    }
    return this.#isSplit(json) ? this.#readSplit(json, open) : this.#readLeaf(json, open);
  }

  /** Its `load` takes a node with a distribution for a leaf, whatever else the node has. */
  #isSplit(json: unknown): json is JsonRecord {
    return isRecord(json) && json['distribution'] === undefined;
  }

  #checkDepth(depth: number): void {
    if (depth >= ML_LIMITS.depth)
      this.#refuse('out_of_range', `more than ${ML_LIMITS.depth} splits below each other`);
  }

  #readSplit(json: JsonRecord, { node, depth, weight }: Open): [Open, Open] {
    this.#checkDepth(depth);
    const { splitColumn, splitValue, left, right } = json;
    const feature = typeof splitColumn === 'number' ? this.#indexes[splitColumn] : undefined;
    if (feature === undefined)
      this.#refuse('out_of_range', `splitColumn is none of the ${this.#indexes.length} columns of the tree`);
    if (typeof splitValue !== 'number' || !Number.isFinite(splitValue))
      this.#refuse('not_finite', 'splitValue is not a finite number');
    const children = this.#builder.split(node, {
      feature,
      bin: 0,
      // Below a number is the same as at most the next lower one.
      threshold: nextBelow(splitValue),
      missingLeft: false,
    });
    this.#count();
    this.#count();
    const total = rowsOf(json) || weight;
    const [ofLeft, ofRight] = [rowsOf(left), rowsOf(right)];
    const share = (own: number, other: number): number =>
      own || (total > other && other > 0 ? total - other : total / 2);
    return [
      { json: left, node: children, depth: depth + 1, weight: share(ofLeft, ofRight) },
      { json: right, node: children + 1, depth: depth + 1, weight: share(ofRight, ofLeft) },
    ];
  }

  #readLeaf(json: unknown, { node, weight }: Open): undefined {
    if (!isRecord(json)) this.#refuse('malformed', 'is not an object');
    const { distribution } = json;
    this.#builder.setCover(node, rowsOf(json) || Math.max(1, weight));
    this.values[node] = this.#isClassifier ? this.#classOf(distribution) : this.#valueOf(distribution);
  }

  #valueOf(distribution: unknown): number {
    if (typeof distribution !== 'number' || !Number.isFinite(distribution))
      this.#refuse('not_finite', 'distribution is not a finite number');
    if (Math.abs(distribution) > LARGEST_VALUE)
      this.#refuse('out_of_range', `${distribution} is beyond single precision`);
    return distribution;
  }

  /** The first of the largest, as ml-matrix finds it. */
  #classOf(distribution: unknown): number {
    const rows = plainRows(distribution);
    const [shares] = rows ?? [];
    if (rows?.length !== 1 || !Array.isArray(shares))
      this.#refuse('malformed', 'distribution is not a list of one list');
    if (shares.length === 0 || shares.length > ML_LIMITS.classes)
      this.#refuse('out_of_range', `has ${shares.length} classes, 1 to ${ML_LIMITS.classes} are possible`);
    let best = 0;
    for (let label = 0; label < shares.length; label += 1) {
      const share: unknown = shares[label];
      if (typeof share !== 'number' || !Number.isFinite(share))
        this.#refuse('not_finite', `share of class ${label} is not a finite number`);
      if (share > shares[best]) best = label;
    }
    this.classes = Math.max(this.classes, shares.length);
    return best;
  }
}

const isMatrix = (value: unknown): value is { toJSON(): unknown } =>
  isRecord(value) && typeof value['toJSON'] === 'function';

/** Of a model that never became text, distributions are matrices; their `toJSON` gives what the text would have. */
function plainRows(distribution: unknown): unknown[] | undefined {
  const plain = isMatrix(distribution) ? distribution.toJSON() : distribution;
  return Array.isArray(plain) ? plain : undefined;
}

/** Training rows of a node where it says so, else 0; there is no part of a row. */
function rowsOf(json: unknown): number {
  const rows = isRecord(json) ? json['numberSamples'] : undefined;
  return typeof rows === 'number' && rows >= 1 && rows < 2 ** 31 ? rows : 0;
}

/** Columns a tree splits by. @throws DataError */
export function readIndexes(indexes: unknown, tree: string): number[] {
  if (!Array.isArray(indexes)) throw new DataError('malformed', tree, null, 'is not a list');
  if (indexes.length > MOST_COLUMNS)
    throw new DataError('out_of_range', tree, null, `has ${indexes.length} columns, at most ${MOST_COLUMNS}`);
  return Array.from(indexes, (index: unknown, place) => {
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= MOST_COLUMNS)
      throw new DataError('out_of_range', tree, place, `is not a column from 0 to ${MOST_COLUMNS - 1}`);
    return index;
  });
}
