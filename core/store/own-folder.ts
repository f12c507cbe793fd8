import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { RpcError } from '../rpc/errors.ts';
import type { Profile } from './profile.ts';

/** What a profile's folder may hold before its store exists. */
const ourNames =
  /^(americano\.sqlite.*|lock\.sqlite.*|host\.json.*|profile\.json.*|service\.log.*|launch-.*\.html|blobs|backups|staging|browser)$/;

/**
 * Refuses a folder that is not ours: one with other files in it and no store, or one whose parts are links to somewhere
 * else. We empty the staging folder at every start; it must be our own. Throws `forbidden`.
 */
export const refuseForeignFolder = (profile: Profile): void => {
  if (!existsSync(profile.folder)) return;
  if (!existsSync(profile.store)) {
    const foreign = readdirSync(profile.folder).find((name) => !ourNames.test(name));
    if (foreign !== undefined)
      throw new RpcError('forbidden', { folder: profile.folder, reason: 'not_a_profile' });
  }
  for (const path of [profile.staging, profile.backups, profile.blobs]) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found !== undefined && !found.isDirectory()) {
      throw new RpcError('forbidden', { folder: path, reason: 'not_a_folder' });
    }
  }
};
