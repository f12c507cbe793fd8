import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultProfileFolder } from '#core/store/profile.ts';
import { listProfiles } from '#core/store/profiles/profile-folders.ts';
import { linkIn, placeOfLink } from './deep-links.ts';
import { packageIn } from './offered-files.ts';

export type ShellOptions = {
  profile: string;
  /** Opens a browser window instead of one of Electron. */
  browserHost: boolean;
  now: string | undefined;
  zone: string | undefined;
  /** Where to go, from a link. */
  place: string | undefined;
  /** A package that the system opened the program with. */
  file: string | undefined;
};

/**
 * What a start asks for. Chromium, Electron and the system add arguments of their own, so what is unknown is no error.
 * `folder`: what relative names belong to.
 */
export const parseShellOptions = (
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): ShellOptions => {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      profile: { type: 'string' },
      'browser-host': { type: 'boolean' },
      now: { type: 'string' },
      zone: { type: 'string' },
    },
  });
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? value : undefined;
  const usual = defaultProfileFolder(env, platform);
  const given = text(values.profile);
  const known = listProfiles(dirname(usual)).find(({ slug, name }) => slug === given || name === given);
  const link = linkIn(args);
  const file = packageIn(args);
  return {
    profile:
      given === undefined
        ? usual
        : known === undefined
          ? resolve(folder, given)
          : join(dirname(usual), known.slug),
    browserHost: values['browser-host'] === true,
    now: text(values.now),
    zone: text(values.zone),
    place: link === undefined ? undefined : placeOfLink(link),
    file: file === undefined ? undefined : resolve(folder, file),
  };
};
