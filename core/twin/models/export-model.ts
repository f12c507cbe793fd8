import { resolve } from 'node:path';
import type { OutputOf, ParsedInputOf } from '../../rpc/contract.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../../store/store.ts';
import { mostAnswerBytes, type ModelFormat, type modelsContract } from './contract.ts';
import { convertModel, type ModelPool } from './convert-model.ts';
import { writeModelFile } from './model-files.ts';
import { forestSnapshot } from './model-rows.ts';

type Input = ParsedInputOf<typeof modelsContract, 'twin.exportModel'>;
type Output = OutputOf<typeof modelsContract, 'twin.exportModel'>;

const ending: Readonly<Record<ModelFormat, string>> = {
  americano: 'model',
  'ml-random-forest': 'json',
};

/** Letters, digits and what every file system takes. */
const fileName = (name: string, format: ModelFormat): string =>
  `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, ' ').trim() || 'model'}.${ending[format]}`;

/**
 * Writes a forest in a format. Throws `not_found` (model, folder), `invalid` where it is no forest or an option does not
 * fit, `too_large` for an answer without a path, `disk_full`, `read_only`.
 */
export const exportModel = async (
  { store, pool }: { store: Store; pool: ModelPool },
  { model, format, path, votesPerTree, probabilityOf }: Input,
  signal: AbortSignal,
): Promise<Output> => {
  const { name, snapshot } = forestSnapshot(store, model);
  if (format === 'americano' && (votesPerTree !== undefined || probabilityOf !== undefined))
    throw new RpcError('invalid', { format, reason: 'votes and probabilities are of ml-random-forest' });
  const written = await convertModel(
    pool,
    { bytes: snapshot, from: 'americano', to: format, options: { votesPerTree, probabilityOf } },
    signal,
  );
  const sizeBytes = written.bytes.byteLength;
  if (path === undefined && sizeBytes > mostAnswerBytes)
    throw new RpcError('too_large', { limit: mostAnswerBytes });
  if (path !== undefined) await writeModelFile(resolve(path), written.bytes);
  return {
    name: fileName(name, format),
    sizeBytes,
    bytes: path === undefined ? new Uint8Array(written.bytes) : null,
    votes: written.votes,
    missingValuesDiffer: format === 'ml-random-forest' && written.sendsMissingLeft,
  };
};
