import { DataError } from '../../data/data-error.ts';
import { packModel, unpackModel, type Packable } from '../../data/pack-model.ts';
import { fromSnapshot, toSnapshot } from '../../data/snapshot.ts';
import { STRUGGLE_FEATURES } from './schema.ts';
import type { StrugglePredictor } from './train-struggle.ts';

const VERSION = 1;

/** A predictor as bytes, with the names of the features it was trained on. */
export function predictorToBytes(predictor: StrugglePredictor): Uint8Array {
  // Models are records of numbers and arrays of numbers through and through.
  const model = { features: STRUGGLE_FEATURES.join(), predictor } as unknown as Packable;
  return toSnapshot('struggle', VERSION, packModel(model));
}

/**
 * @throws DataError as `fromSnapshot`; `out_of_range` where it was trained on other features than there are now
 */
export function predictorFromBytes(bytes: Uint8Array): StrugglePredictor {
  const { body } = fromSnapshot('struggle', VERSION, bytes);
  const model = unpackModel(body);
  const isOfToday =
    model !== null &&
    typeof model === 'object' &&
    'features' in model &&
    model.features === STRUGGLE_FEATURES.join();
  if (!isOfToday || !('predictor' in model))
    throw new DataError('out_of_range', 'predictor', null, 'was trained on other features');
  // Checked by its checksum: these are the bytes that were written above.
  return model.predictor as unknown as StrugglePredictor;
}
