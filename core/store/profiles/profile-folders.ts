import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RpcError } from '../../rpc/errors.ts';
import { stampOf } from '../backups/backup-files.ts';
import { syncFolder } from '../blobs.ts';
import { acquireLock } from '../lock.ts';
import { createProfile, profileAt } from '../profile.ts';
import { readProfileFile, writeProfileFile } from './profile-file.ts';

export type FoundProfile = {
  slug: string;
  name: string;
  isSimulated: boolean;
  sizeBytes: number;
  usedAt: number | null;
};

const isSlug = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,59}$/.test(name);

/** Profiles lie beside each other; one that was named by its path may stand alone. */
export const rootOf = (folder: string): string | undefined =>
  basename(dirname(folder)) === 'profiles' && isSlug(basename(folder)) ? dirname(folder) : undefined;

const describe = (root: string, slug: string): FoundProfile => {
  const folder = join(root, slug);
  const { name, simulate } = readProfileFile(folder);
  const store = profileAt(folder).store;
  const [file, log] = [store, `${store}-wal`].map((path) => statSync(path, { throwIfNoEntry: false }));
  return {
    slug,
    name,
    isSimulated: simulate !== undefined,
    sizeBytes: (file?.size ?? 0) + (log?.size ?? 0),
    usedAt: file === undefined ? null : Math.round(Math.max(file.mtimeMs, log?.mtimeMs ?? 0)),
  };
};

/** A folder beside the others counts when it has a store, or says that it will. */
const isProfile = (root: string, slug: string): boolean =>
  isSlug(slug) &&
  (existsSync(profileAt(join(root, slug)).store) || existsSync(join(root, slug, 'profile.json')));

/** Profiles by name. */
export const listProfiles = (root: string): FoundProfile[] =>
  existsSync(root)
    ? readdirSync(root)
        .filter((slug) => isProfile(root, slug))
        .map((slug) => describe(root, slug))
        .toSorted((a, b) => a.name.localeCompare(b.name))
    : [];

/** A name as the name of a folder: lower-case letters and digits of the Latin alphabet, else "profile". */
const slugFor = (root: string, name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const base = plain === '' ? 'profile' : plain;
  for (let n = 1; ; n += 1) {
    const slug = n === 1 ? base : `${base}-${n}`;
    if (!existsSync(join(root, slug))) return slug;
  }
};

export const addProfile = (
  root: string,
  name: string,
  simulate: { seed: number; days: number } | undefined,
): string => {
  const slug = slugFor(root, name);
  createProfile(join(root, slug));
  writeProfileFile(join(root, slug), { name, ...(simulate === undefined ? {} : { simulate }) });
  return slug;
};

/** Throws `not_found` for one that is not there (any more). */
export const folderOf = (root: string, slug: string): string => {
  if (!isProfile(root, slug)) throw new RpcError('not_found', { profile: slug });
  return join(root, slug);
};

/** Moves a profile out of the way, whole. Throws `locked` while a service has it open. */
export const putProfileAway = (root: string, slug: string, now: number): string => {
  const folder = folderOf(root, slug);
  const lock = acquireLock(profileAt(folder).lock);
  const away = join(dirname(root), 'removed-profiles');
  const target = join(away, `${slug}-${stampOf(now)}`);
  try {
    mkdirSync(away, { recursive: true, mode: 0o700 });
    // Windows moves no folder with an open file in it.
    if (process.platform === 'win32') lock.release();
    renameSync(folder, target);
    syncFolder(root);
    syncFolder(away);
    return target;
  } finally {
    lock.release();
  }
};
