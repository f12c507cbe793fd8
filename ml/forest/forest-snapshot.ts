import { DataError } from '../data/data-error.ts';
import { fromSnapshot, toSnapshot } from '../data/snapshot.ts';
import { treesFromBytes, treesToBytes } from '../trees/trees-bytes.ts';
import type { Forest } from './forest.ts';

/** Version of the format: kind u8 (0 classification, 1 regression), classes u8, trees. */
const VERSION = 1;

/** A forest as bytes. */
export function forestToSnapshot({ kind, classes, trees }: Forest): Uint8Array {
  const body = treesToBytes(trees);
  const bytes = new Uint8Array(2 + body.length);
  bytes[0] = kind === 'classification' ? 0 : 1;
  bytes[1] = classes;
  bytes.set(body, 2);
  return toSnapshot('forest', VERSION, bytes);
}

/**
 * A forest from bytes.
 * @throws DataError `length`, `out_of_range`: cut, damaged, newer, or no forest
 */
export function forestFromSnapshot(bytes: Uint8Array): Forest {
  const { body } = fromSnapshot('forest', VERSION, bytes);
  const [kind, classes] = body;
  if (
    kind === undefined ||
    classes === undefined ||
    kind > 1 ||
    (kind === 1) !== (classes === 0) ||
    classes === 1
  )
    throw new DataError('out_of_range', 'forest', null, 'is neither of classes nor of numbers');
  const trees = treesFromBytes(body.subarray(2));
  if (trees.outputs !== (classes > 2 ? classes : 1))
    throw new DataError('out_of_range', 'forest', null, `${trees.outputs} outputs for ${classes} classes`);
  return { kind: kind === 0 ? 'classification' : 'regression', classes, trees };
}
