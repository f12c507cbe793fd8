import type { UpdateMode } from '#renderer/transport/shell-bridge.ts';

export type UpdateChannel = 'stable' | 'beta';

export type UpdateFacts = {
  /** What the owner or a policy chose. */
  mode: UpdateMode;
  channel: UpdateChannel;
  /** Where releases are; undefined: nowhere that this build knows. */
  feed: string | undefined;
  /** The key that signs them, PEM; undefined in a build that nobody releases. */
  key: string | undefined;
  isPackaged: boolean;
  platform: NodeJS.Platform;
  /** Where the program lies. */
  path: string;
  /** Whether the file of the program belongs to the user who runs it. */
  isOwn: boolean;
  /** Where Windows keeps the programs of this user (`LOCALAPPDATA`); an administrator may choose any other folder. */
  ownFolder: string | undefined;
  /** Set by an AppImage: the file that can be replaced. */
  appImage: string | undefined;
};

export type UpdateRule =
  | { kind: 'off'; canUpdate: boolean; why: string }
  | { kind: 'notify' | 'automatic'; channel: UpdateChannel; feed: string; key: string };

/**
 * A copy for all users of a machine belongs to its administrator, who alone replaces it. On a Mac both lie in the same
 * folder: what an installer put there belongs to root, what a person dragged there to them.
 */
const isPerMachine = ({ platform, path, isOwn, ownFolder, appImage }: UpdateFacts): boolean => {
  if (platform === 'win32')
    return ownFolder === undefined || !path.toLowerCase().startsWith(`${ownFolder.toLowerCase()}\\`);
  if (platform === 'darwin') return !isOwn;
  return appImage === undefined;
};

/**
 * Whether to look for updates, and what to do with one. Everything but a clear yes is a no, with its reason. `canUpdate`:
 * whether this copy could, if somebody asked: then the owner has a choice.
 */
export const ruleUpdates = (facts: UpdateFacts): UpdateRule => {
  const { mode, channel, feed, key, isPackaged } = facts;
  const never = (why: string): UpdateRule => ({ kind: 'off', canUpdate: false, why });
  if (!isPackaged) return never('a checkout is updated by its owner');
  if (isPerMachine(facts)) return never('installed for all users: the administrator updates it');
  if (feed === undefined) return never('no place of releases is known');
  if (key === undefined) return never('this build knows no key that signs releases');
  if (mode === 'off') return { kind: 'off', canUpdate: true, why: 'nobody has asked for updates' };
  return { kind: mode, channel, feed, key };
};
