import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultProfileFolder } from '#core/store/profile.ts';
import { listProfiles } from '#core/store/profiles/profile-folders.ts';

export type HostOptions = {
  profile: string;
  /** Lists the profiles instead of opening one. */
  choose: boolean;
  open: boolean;
  stay: boolean;
  port: number;
  now: number | undefined;
  zone: string | undefined;
  /** Goes back to the backup from before the last change of version first. */
  rollback: boolean;
  /** Says how it is called instead of starting. */
  help: boolean;
  /** Checks the profile, without changing it, instead of opening it. */
  verify: boolean;
  /** Shows the page instead of the host's own files. */
  devUrl: string | undefined;
};

export const usage = `Opens Americano in a browser's window, on a port of this machine that nobody else reaches.

--profile NAME or DIR  the profile; the default one when left out
--choose               lists the profiles and ends
--no-open              prints an address that works once, instead of opening a window
--stay                 goes on without a window
--port N               listens there instead of on a port of the system's choice
--verify               checks the profile without changing it and ends: 0 sound, 1 any defect
--rollback-store       first goes back to the backup from before the last change of version; with --no-open it
                       ends then: 0 done, 1 nothing was changed
--help                 this
`;

export class OptionError extends Error {}

const instant = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isSafeInteger(at)) throw new OptionError(`--now takes milliseconds or a date, not "${text}".`);
  return at;
};

const checkedZone = (zone: string | undefined): string | undefined => {
  if (zone === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new OptionError(`--zone takes a name such as Europe/Berlin, not "${zone}".`);
  }
};

const checkedPort = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new OptionError(`--port takes a number from 0 (any) to 65535, not "${text}".`);
};

/** A folder, or the name of a profile that lies beside the default one. */
const checkedProfile = (given: string | undefined, beside: string): string | undefined => {
  if (given === '') throw new OptionError('--profile takes the name of a profile or a folder.');
  if (given === undefined) return undefined;
  const known = listProfiles(beside).find(({ slug, name }) => slug === given || name === given);
  return known === undefined ? resolve(given) : join(beside, known.slug);
};

/** A development server of this machine: its page may do what ours may. */
const checkedDevUrl = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url?.protocol === 'http:' && url.hostname === '127.0.0.1' && url.href === `${url.origin}/`) {
    return url.origin;
  }
  throw new OptionError(`--dev-url takes http://127.0.0.1:PORT/, not "${text}".`);
};

/** The flags of `npm start`. Throws OptionError with a sentence for the person. */
export const parseOptions = (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): HostOptions => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        profile: { type: 'string' },
        open: { type: 'boolean', default: true },
        stay: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        now: { type: 'string' },
        zone: { type: 'string' },
        choose: { type: 'boolean', default: false },
        'rollback-store': { type: 'boolean', default: false },
        verify: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        'dev-url': { type: 'string' },
      },
      allowNegative: true,
    });
    const usual = defaultProfileFolder(env, platform);
    return {
      profile: checkedProfile(values.profile, dirname(usual)) ?? usual,
      choose: values.choose,
      open: values.open,
      stay: values.stay,
      port: checkedPort(values.port),
      now: instant(values.now),
      zone: checkedZone(values.zone),
      rollback: values['rollback-store'],
      help: values.help,
      verify: values.verify,
      devUrl: checkedDevUrl(values['dev-url']),
    };
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};
