import { basename } from 'node:path';
import type { Outcome } from '../../rpc/changes.ts';
import type { Handlers } from '../../rpc/compose.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../store.ts';
import type { profilesContract } from './contract.ts';
import { readProfileFile, writeProfileFile } from './profile-file.ts';
import { isSimulated } from './simulated-mark.ts';
import { addProfile, folderOf, listProfiles, putProfileAway, rootOf } from './profile-folders.ts';

/** A year and a half: long enough for every picture to have something to show. */
const simulatedDays = 540;

/** What `profiles.list` depends on. */
const profileList = ['store_meta'];

export type ProfilesParts = {
  store: Store;
  /** Opens a profile in a window of its own; gives the address of its page where the host opens no windows itself. */
  openProfile: ((folder: string) => Promise<string | null>) | undefined;
};

export const profilesService = ({ store, openProfile }: ProfilesParts): Handlers<typeof profilesContract> => {
  const own = store.profile.folder;
  const beside = (): string => {
    const root = rootOf(own);
    if (root === undefined) throw new RpcError('forbidden', { reason: 'stands_alone' });
    return root;
  };
  /** Folders are no rows of this store, so no write announces them: this does. */
  const announced = <T>(output: T): Outcome<T> => {
    store.feed.publish(profileList);
    return { output, changes: profileList };
  };
  return {
    'profiles.list': () => {
      const root = rootOf(own);
      const profiles = root === undefined ? [] : listProfiles(root);
      return {
        profiles: profiles.map((profile) => {
          const isOpen = profile.slug === basename(own);
          // The file beside the store is only what can be seen of those that are closed.
          return { ...profile, isOpen, isSimulated: profile.isSimulated || (isOpen && isSimulated(store)) };
        }),
        canOpen: openProfile !== undefined,
      };
    },
    'profiles.create': ({ name, simulate }) => {
      const seed = store.clock.now() % 1_000_000;
      const slug = addProfile(beside(), name, simulate ? { seed, days: simulatedDays } : undefined);
      return announced({ slug });
    },
    'profiles.rename': ({ slug, name }) => {
      const folder = folderOf(beside(), slug);
      writeProfileFile(folder, { ...readProfileFile(folder), name });
      return announced({});
    },
    'profiles.open': async ({ slug }) => {
      const folder = folderOf(beside(), slug);
      if (openProfile === undefined) throw new RpcError('forbidden', { reason: 'no_windows' });
      return { output: { address: await openProfile(folder) }, changes: [] };
    },
    'profiles.remove': ({ slug }) => {
      if (slug === basename(own)) throw new RpcError('forbidden', { reason: 'is_open' });
      return announced({ folder: putProfileAway(beside(), slug, store.clock.now()) });
    },
  };
};
