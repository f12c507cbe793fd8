import { DataError } from '../data/data-error.ts';
import { packModel, unpackModel, type Packable } from '../data/pack-model.ts';
import { fromSnapshot, toSnapshot } from '../data/snapshot.ts';
import type { RecallModel } from './fit-recall.ts';
import type { MemoriesFrom } from './recall-over-time.ts';

const VERSION = 1;

/** All that a prediction of recall needs beside the reviews. */
export type RecallPredictor = {
  readonly model: RecallModel;
  readonly memories: readonly MemoriesFrom[];
  /** Names of the features it was learnt from, and the middle value of each; NaN where none was known. */
  readonly names: readonly string[];
  readonly typical: Float64Array;
};

/** A predictor as bytes with a checksum. */
export function recallToBytes(predictor: RecallPredictor): Uint8Array {
  // Models are records of numbers and arrays of numbers through and through.
  return toSnapshot('recall', VERSION, packModel(predictor as unknown as Packable));
}

/**
 * @param names the features there are now
 * @throws DataError as `fromSnapshot`; `out_of_range` where it was learnt from other features
 */
export function recallFromBytes(bytes: Uint8Array, names: readonly string[]): RecallPredictor {
  const { body } = fromSnapshot('recall', VERSION, bytes);
  // Checked by its checksum: these are the bytes that were written above.
  const predictor = unpackModel(body) as unknown as RecallPredictor;
  if (predictor?.names?.join() !== names.join())
    throw new DataError('out_of_range', 'predictor', null, 'was learnt from other features');
  return predictor;
}
