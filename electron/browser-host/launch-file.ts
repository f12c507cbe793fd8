import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '#core/store/profile.ts';

const pattern = /^launch-[0-9a-f]{32}\.html$/;

/** Named after the ticket it carries, so that whoever redeems the ticket knows which file has done its work. */
export const launchFile = (profile: Profile, ticket: string): string => {
  const name = createHash('sha256').update(ticket).digest('hex').slice(0, 32);
  return join(profile.folder, `launch-${name}.html`);
};

/**
 * Writes the page that brings a ticket to the browser: a file only its owner can read, because every user of the
 * machine can read a command line.
 */
export const writeLaunchFile = (profile: Profile, ticket: string, target: string): string => {
  const file = launchFile(profile, ticket);
  const script = `location.replace(${JSON.stringify(target)})`;
  const html = `<!doctype html><meta charset="utf-8"><title>Americano</title><script>${script}</script>\n`;
  writeFileSync(file, html, { mode: 0o600, flag: 'wx' });
  return file;
};

export const removeLaunchFile = (profile: Profile, ticket: string): void =>
  rmSync(launchFile(profile, ticket), { force: true });

/** Whatever a start that was cut off has left. */
export const removeAllLaunchFiles = (profile: Profile): void => {
  for (const name of readdirSync(profile.folder)) {
    if (pattern.test(name)) rmSync(join(profile.folder, name), { force: true });
  }
};
