import { parseArgs } from 'node:util';
import { defaultProfileFolder } from '#core/store/profile.ts';

export type HostOptions = {
  profile: string;
  open: boolean;
  stay: boolean;
  port: number;
  now: number | undefined;
  zone: string | undefined;
  devUrl: string | undefined;
};

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
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new OptionError(`--port takes a number from 0 (any) to 65535, not "${text}".`);
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
        'dev-url': { type: 'string' },
      },
      allowNegative: true,
    });
    return {
      profile: values.profile ?? defaultProfileFolder(env, platform),
      open: values.open,
      stay: values.stay,
      port: checkedPort(values.port),
      now: instant(values.now),
      zone: checkedZone(values.zone),
      devUrl: values['dev-url'],
    };
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};
