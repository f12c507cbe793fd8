import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './node.mjs';

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package of the lockfile; `path`: its folder below the root. */
export interface LockedPackage extends LockEntry {
  readonly path: string;
  readonly name: string;
}

/** Of the colours of a terminal, which `debug` uses where they are installed: so they are bundled with it. */
const BUNDLED_BESIDE: readonly string[] = ['supports-color', 'has-flag'];

/** What only the sync server needs, which runs from a clone: no installer holds it. */
const SERVER_ONLY: readonly string[] = [
  '@electric-sql/pglite',
  '@fastify/swagger',
  'fastify',
  'fastify-type-provider-zod',
  'ioredis',
  'kysely',
  'openapi-types',
  'pg',
  'prom-client',
];

const lockedPackages = (): LockedPackage[] => {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Record<string, LockEntry> };
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => ({
      ...entry,
      path,
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    }));
};

/**
 * What ships on every system: everything the lockfile does not keep for development. Optional packages are tools for one
 * system; `others` are those of them that ship there.
 */
export const shippedPackages = (others: readonly string[] = []): LockedPackage[] =>
  lockedPackages().filter(
    ({ path, name, dev, optional, devOptional }) =>
      (!dev && !optional && !devOptional) ||
      (path === `node_modules/${name}` && [...BUNDLED_BESIDE, ...others].includes(name)),
  );

/** What ships in an installer: what the packages of the desktop need, without those of the server alone. */
export const packagedPackages = (others: readonly string[] = []): LockedPackage[] => {
  const all = new Map(lockedPackages().map((found) => [found.path, found]));
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as LockEntry;
  const needed = new Set<string>();
  const need = (name: string, from: string): void => {
    // As Node looks for it: in the folders of who asks, from the inside out.
    for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
      const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
      const found = all.get(path);
      if (found !== undefined) {
        if (needed.has(path)) return;
        needed.add(path);
        for (const dependency of Object.keys(found.dependencies ?? {})) need(dependency, path);
        return;
      }
      if (folder === '') return;
    }
  };
  for (const name of Object.keys(manifest.dependencies ?? {}))
    if (!SERVER_ONLY.includes(name)) need(name, '');
  return shippedPackages(others).filter(
    ({ path, name }) => needed.has(path) || [...BUNDLED_BESIDE, ...others].includes(name),
  );
};
