import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Profile } from '#core/store/profile.ts';
import type { Browser } from './find-browser.ts';
import { ticketLivesMs } from './window-sessions.ts';

/** Nothing but our own page: no first-run pages, no calls home. */
const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication',
];

export const launchAddress = (address: string, ticket: string): string =>
  `http://${address}/#ticket=${ticket}`;

/**
 * The page that brings the ticket to the browser: a file only its owner can read, because every user of the machine
 * can read a command line.
 */
const launchFile = (profile: Profile, target: string): string => {
  const file = join(profile.folder, `launch-${randomBytes(8).toString('hex')}.html`);
  const html = `<!doctype html><meta charset="utf-8"><title>Americano</title><script>location.replace(${JSON.stringify(target)})</script>`;
  writeFileSync(file, html, { mode: 0o600, flag: 'wx' });
  return file;
};

/** Opens a window on an address. The file that carries its ticket goes when the ticket has been used or is too old. */
export const launchWindow = (
  profile: Profile,
  browser: Browser,
  target: string,
  isRoot: boolean,
): { removeFile(): void } => {
  const file = launchFile(profile, target);
  const removeFile = (): void => rmSync(file, { force: true });
  const url = pathToFileURL(file).href;
  const args =
    browser.kind === 'default'
      ? [url]
      : [
          `--app=${url}`,
          `--user-data-dir=${join(profile.folder, 'browser')}`,
          ...quiet,
          // Chromium refuses its own sandbox to the administrator's account.
          ...(isRoot ? ['--no-sandbox'] : []),
        ];
  const child = spawn(browser.path, args, { detached: true, stdio: 'ignore' });
  child.on('error', removeFile);
  child.unref();
  setTimeout(removeFile, ticketLivesMs).unref();
  return { removeFile };
};
