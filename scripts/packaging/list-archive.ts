// node scripts/run.mjs scripts/packaging/list-archive.ts: builds a package on the stand-in for Electron and writes the list
// of its archive to build/archive-files.txt, to be looked at and committed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { listPackage } from '@electron/asar';

import { isProgram, ROOT } from '../node.mjs';
import { packageApp } from './package-app.ts';

export const archiveList = join(ROOT, 'build', 'archive-files.txt');

/** How a bundle is cut into files, and the hash in their names, changes with the sources: one line stands for each kind. */
const kindOf = (name: string): string =>
  name
    .replaceAll('\\', '/')
    .replace(/^\/dist\/service\/chunk-.*\.js$/, '/dist/service/chunk-*.js')
    .replace(/^\/dist\/renderer\/assets\/.*(\.\w+)$/, '/dist/renderer/assets/*$1');

/** Every file of an archive, without its folders, in order. */
export const listArchive = (archive: string): string[] => {
  const names = listPackage(archive, { isPack: false });
  const folders = new Set(names.flatMap((name) => name.slice(0, Math.max(0, name.search(/[\\/][^\\/]*$/)))));
  return [...new Set(names.filter((name) => !folders.has(name)).map(kindOf))].toSorted();
};

if (isProgram(import.meta.url)) {
  const out = mkdtempSync(join(tmpdir(), 'americano-list-'));
  try {
    const { unpacked } = await packageApp({ out, target: 'dir', stub: true });
    const list = listArchive(join(unpacked, 'resources', 'app.asar'));
    writeFileSync(archiveList, `${list.join('\n')}\n`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
