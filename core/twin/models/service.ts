import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Handlers } from '../../rpc/compose.ts';
import { RpcError } from '../../rpc/errors.ts';
import { isForbidden, type Policies } from '../../settings/policies/resolve-policies.ts';
import type { Store } from '../../store/store.ts';
import type { modelsContract } from './contract.ts';
import type { ModelPool } from './convert-model.ts';
import { exportModel } from './export-model.ts';
import { importModel } from './import-model.ts';
import { readModelFile } from './model-files.ts';
import { listModels } from './model-rows.ts';
import { removeModel } from './remove-model.ts';

export type ModelsParts = {
  store: Store;
  /** Threads that convert. */
  pool: ModelPool;
  policies: Policies;
  /** Hands over a file that a page has sent. Throws `not_found`, `conflict`. */
  takeUpload(upload: string): { name: string; path: string };
};

/** A name for what is nobody's: that of its file, without the ending. */
const nameOf = (file: string): string =>
  file
    .replace(/\.[^.]*$/, '')
    .trim()
    .slice(0, 200) || 'model';

export const modelsService = (parts: ModelsParts): Handlers<typeof modelsContract> => {
  const { store, policies } = parts;
  const demand = (policy: 'ImportAllowed' | 'ExportAllowed'): void => {
    if (isForbidden(policies, policy)) throw new RpcError('forbidden', { policy });
  };
  return {
    'twin.models': () => ({ models: listModels(store) }),
    'twin.importModel': async (input, { caller, signal }) => {
      demand('ImportAllowed');
      const { format } = input;
      // A page names no paths: what it may read is what a person gave it.
      if ('path' in input && caller === 'page') throw new RpcError('forbidden', { member: 'path' });
      const file =
        'path' in input
          ? { path: resolve(input.path), name: basename(input.path) }
          : parts.takeUpload(input.upload);
      try {
        const bytes = await readModelFile(file.path);
        return await importModel(parts, { bytes, format, name: input.name ?? nameOf(file.name) }, signal);
      } finally {
        if (!('path' in input)) await rm(file.path, { force: true });
      }
    },
    'twin.exportModel': async (input, { caller, signal }) => {
      demand('ExportAllowed');
      if (input.path !== undefined && caller === 'page') throw new RpcError('forbidden', { member: 'path' });
      return { output: await exportModel(parts, input, signal), changes: [] };
    },
    'twin.removeModel': ({ model }) => removeModel(store, model),
  };
};
