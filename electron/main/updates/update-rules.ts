export type UpdateMode = 'off' | 'notify' | 'automatic';
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
  /** Set by an AppImage: the file that can be replaced. */
  appImage: string | undefined;
};

export type UpdateRule =
  | { kind: 'off'; why: string }
  | { kind: 'notify' | 'automatic'; channel: UpdateChannel; feed: string; key: string };

/** A copy for all users of a machine belongs to its administrator, who alone replaces it. */
const isPerMachine = ({ platform, path, appImage }: UpdateFacts): boolean => {
  if (platform === 'win32') return /^[a-z]:\\program files( \(x86\))?\\/i.test(path);
  if (platform === 'darwin') return path.startsWith('/Applications/');
  return appImage === undefined;
};

/** Whether to look for updates, and what to do with one. Everything but a clear yes is a no, with its reason. */
export const ruleUpdates = (facts: UpdateFacts): UpdateRule => {
  const { mode, channel, feed, key, isPackaged } = facts;
  if (mode === 'off') return { kind: 'off', why: 'nobody has asked for updates' };
  if (!isPackaged) return { kind: 'off', why: 'a checkout is updated by its owner' };
  if (isPerMachine(facts))
    return { kind: 'off', why: 'installed for all users: the administrator updates it' };
  if (feed === undefined) return { kind: 'off', why: 'no place of releases is known' };
  if (key === undefined) return { kind: 'off', why: 'this build knows no key that signs releases' };
  return { kind: mode, channel, feed, key };
};
