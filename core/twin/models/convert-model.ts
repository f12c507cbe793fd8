import { DataError } from '#ml/data/data-error.ts';
import type { JobPool } from '#ml/worker/job-pool.ts';
import { JobError } from '#ml/worker/job-error.ts';
import type { jobs } from '#ml/worker/jobs.ts';
import type { ConvertedForest, ForestConversion } from '#ml/worker/jobs/convert-forest.ts';
import { RpcError } from '../../rpc/errors.ts';

/** Largest model file, and largest snapshot that is kept. */
export const mostModelBytes = 64 * 2 ** 20;

export type ModelPool = Pick<JobPool<typeof jobs>, 'run'>;

/**
 * Converts a forest away from the thread that answers.
 * @throws RpcError `invalid` with what is wrong with the model or the options, `too_large` where memory does not hold it
 */
export const convertModel = async (
  pool: ModelPool,
  conversion: ForestConversion,
  signal: AbortSignal,
): Promise<ConvertedForest> => {
  try {
    const converted = await pool.run('forest.convert', conversion, { signal });
    if (converted.bytes.byteLength > mostModelBytes)
      throw new RpcError('too_large', { limit: mostModelBytes });
    return converted;
  } catch (error) {
    if (error instanceof DataError) {
      const { problem, column, row, message } = error;
      throw new RpcError('invalid', { problem, column, row, reason: message }, { cause: error });
    }
    if (error instanceof JobError && error.problem === 'out_of_memory')
      throw new RpcError('too_large', {}, { cause: error });
    throw error;
  }
};
