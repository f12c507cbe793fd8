import { DataError } from '../data/data-error.ts';
import { MOST_COLUMNS } from '../bins/bin-columns.ts';
import { longestPath } from './predict-trees.ts';
import { emptyTrees, type Trees } from './trees.ts';

/*
 * Trees as bytes, little-endian: columns u16, outputs u8, trees u32, nodes u32; the root of each tree u32; of each node
 * its feature i16 and its cover f32; of each inner node, in order, threshold f64 and left child u32 whose highest bit
 * says that missing values go left; of each node its values f32.
 */

/** Nodes of a model that is read: some 100 MB. */
const MOST_NODES = 5_000_000;
const MOST_OUTPUTS = 255;
/** Splits below each other: no program grows deeper trees, and reasons follow them down. */
const MOST_DEPTH = 4096;
/** How far the weight of a node may be from that of its children, as a share: single precision is much nearer. */
const WEIGHT_OFF = 1e-3;
const HEAD = 11;
const LEFT_BIT = 0x8000_0000;

const broken = (why: string): DataError => new DataError('out_of_range', 'trees', null, why);

/** Bytes of trees, as `treesFromBytes` reads them. */
export function treesToBytes(trees: Trees): Uint8Array {
  const { roots, feature, threshold, missingLeft, left, cover, values } = trees;
  const inner = feature.reduce((sum, column) => sum + (column >= 0 ? 1 : 0), 0);
  const size = HEAD + 4 * roots.length + 6 * feature.length + 12 * inner + 4 * values.length;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, trees.columns, true);
  view.setUint8(2, trees.outputs);
  view.setUint32(3, roots.length, true);
  view.setUint32(7, feature.length, true);
  let at = HEAD;
  for (const root of roots) at = (view.setUint32(at, root, true), at + 4);
  for (const column of feature) at = (view.setInt16(at, column, true), at + 2);
  for (const weight of cover) at = (view.setFloat32(at, weight, true), at + 4);
  for (let node = 0; node < feature.length; node += 1) {
    if (feature[node]! < 0) continue;
    view.setFloat64(at, threshold[node]!, true);
    view.setUint32(at + 8, (left[node]! | (missingLeft[node] === 1 ? LEFT_BIT : 0)) >>> 0, true);
    at += 12;
  }
  for (const value of values) at = (view.setFloat32(at, value, true), at + 4);
  return bytes;
}

/** Every node is the child of one node before it, or a root: no way through the trees is endless. */
function checkShape({ roots, feature, left }: Trees): void {
  if (roots[0] !== 0) throw broken('the first node is no root');
  const parents = new Uint8Array(feature.length);
  for (const [tree, root] of roots.entries()) {
    if (tree > 0 && root <= roots[tree - 1]!) throw broken('roots are not in order');
    if (root >= feature.length) throw broken('a root is beyond the last node');
    parents[root] = 1;
  }
  let tree = 0;
  for (let node = 0; node < feature.length; node += 1) {
    while ((roots[tree + 1] ?? feature.length) <= node) tree += 1;
    if (feature[node]! < 0) continue;
    const child = left[node]!;
    if (child <= node || child + 1 >= (roots[tree + 1] ?? feature.length))
      throw broken('a child is not behind its parent in its tree');
    parents[child] = parents[child]! + 1;
    parents[child + 1] = parents[child + 1]! + 1;
  }
  if (parents.some((count) => count !== 1)) throw broken('a node has no parent, or several');
}

/**
 * Trees from bytes. Whatever the bytes are, the trees that come out can be used: sizes, numbers and ways are checked.
 * @throws DataError `out_of_range`, `not_finite`, `length`
 */
export function treesFromBytes(bytes: Uint8Array): Trees {
  if (bytes.length < HEAD) throw new DataError('length', 'trees', null, 'is cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const columns = view.getUint16(0, true);
  const outputs = view.getUint8(2);
  const count = view.getUint32(3, true);
  const nodes = view.getUint32(7, true);
  if (columns < 1 || columns > MOST_COLUMNS) throw broken(`${columns} columns`);
  if (outputs < 1 || outputs > MOST_OUTPUTS) throw broken(`${outputs} outputs`);
  if (nodes < 1 || nodes > MOST_NODES || count < 1 || count > nodes)
    throw broken(`${count} trees of ${nodes} nodes`);
  const fixed = HEAD + 4 * count + 6 * nodes + 4 * outputs * nodes;
  if (bytes.length < fixed) throw new DataError('length', 'trees', null, 'is cut short');
  const trees = emptyTrees(columns, outputs, new Int32Array(count), nodes);
  let at = HEAD;
  for (let tree = 0; tree < count; tree += 1) trees.roots[tree] = view.getUint32(at + 4 * tree, true);
  at += 4 * count;
  let inner = 0;
  for (let node = 0; node < nodes; node += 1) {
    const column = view.getInt16(at + 2 * node, true);
    if (column < -1 || column >= columns) throw broken(`column ${column} of ${columns}`);
    trees.feature[node] = column;
    if (column >= 0) inner += 1;
  }
  at += 2 * nodes;
  if (bytes.length !== fixed + 12 * inner)
    throw new DataError('length', 'trees', null, 'has not the length it says');
  for (let node = 0; node < nodes; node += 1) trees.cover[node] = view.getFloat32(at + 4 * node, true);
  at += 4 * nodes;
  for (let node = 0; node < nodes; node += 1) {
    if (trees.feature[node]! < 0) continue;
    const word = view.getUint32(at + 8, true);
    trees.threshold[node] = view.getFloat64(at, true);
    trees.left[node] = word & ~LEFT_BIT;
    trees.missingLeft[node] = word >>> 31;
    at += 12;
  }
  for (let cell = 0; cell < nodes * outputs; cell += 1)
    trees.values[cell] = view.getFloat32(at + 4 * cell, true);
  checkNumbers(trees);
  checkShape(trees);
  checkCovers(trees);
  return trees;
}

/** Reasons divide by the weight of inner nodes: it is that of what is below them, and more than nothing. */
function checkCovers(trees: Trees): void {
  const { feature, left, cover } = trees;
  if (longestPath(trees) > MOST_DEPTH) throw broken(`more than ${MOST_DEPTH} splits below each other`);
  for (let node = 0; node < feature.length; node += 1) {
    if (feature[node]! < 0) continue;
    const weight = cover[node]!;
    const below = cover[left[node]!]! + cover[left[node]! + 1]!;
    if (!(weight > 0 && Math.abs(weight - below) <= WEIGHT_OFF * weight))
      throw broken('the weight of a node is not that of its children');
  }
}

function checkNumbers({ threshold, cover, values }: Trees): void {
  if (threshold.some((value) => Number.isNaN(value))) throw broken('a threshold is no number');
  if (cover.some((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY)))
    throw broken('a weight is no number from 0');
  if (values.some((value) => !Number.isFinite(value))) throw broken('a value is not finite');
}
