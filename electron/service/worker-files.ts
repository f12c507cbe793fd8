import { fileURLToPath } from 'node:url';

/** The entry files of the workers, beside this one: sources while developing, bundles when built. */
export const workerFiles = (): { reader: string; importer: string } => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const file = (name: string): string => fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url));
  return { reader: file('reader-worker'), importer: file('import-worker') };
};
