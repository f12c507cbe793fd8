import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { syncFolder } from './blobs.ts';

/** The files of one profile. */
export type Profile = {
  readonly folder: string;
  readonly store: string;
  readonly lock: string;
  readonly blobs: string;
  readonly backups: string;
  /** Uploads, staged imports and prepared stores; what waits for nobody's decision goes at every start. */
  readonly staging: string;
  readonly host: string;
};

/**
 * Where profiles lie: where the environment or a policy says, else where the system keeps the data of programs: XDG on
 * Linux, Application Support on macOS, AppData on Windows.
 */
export const dataHome = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string => {
  if (env['AMERICANO_DATA_HOME']) return resolve(env['AMERICANO_DATA_HOME']);
  if (env['XDG_DATA_HOME']) return resolve(env['XDG_DATA_HOME'], 'americano');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Americano');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Americano');
  return join(homedir(), '.local', 'share', 'americano');
};

export const defaultProfileFolder = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string =>
  join(dataHome(env, platform), 'profiles', 'default');

export const profileAt = (folder: string): Profile => {
  const root = resolve(folder);
  return {
    folder: root,
    store: join(root, 'americano.sqlite'),
    lock: join(root, 'lock.sqlite'),
    blobs: join(root, 'blobs'),
    backups: join(root, 'backups'),
    staging: join(root, 'staging'),
    host: join(root, 'host.json'),
  };
};

/** Makes a folder and those above it that are missing. Their names are on the disk before anything is promised in them. */
const makeFolder = (path: string): void => {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made));
};

/** Creates the folders, readable by their owner only. */
export const createProfile = (folder: string): Profile => {
  const profile = profileAt(folder);
  for (const path of [profile.folder, profile.blobs, profile.backups, profile.staging]) makeFolder(path);
  chmodSync(profile.folder, 0o700);
  return profile;
};
