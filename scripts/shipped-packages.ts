import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './node.mjs';

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/** A package of the lockfile; `path`: its folder below the root. */
export interface LockedPackage extends LockEntry {
  readonly path: string;
  readonly name: string;
}

/** Of the colours of a terminal, which `debug` uses where they are installed: so they are bundled with it. */
const BUNDLED_BESIDE: readonly string[] = ['supports-color', 'has-flag'];

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
