import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Profile } from '#core/store/profile.ts';
import type { Browser } from './find-browser.ts';
import { removeLaunchFile, writeLaunchFile } from './launch-file.ts';

/** Nothing but our own page: no first-run pages, no calls home. */
const quiet = [
  // The switches below leave Chromium looking for updates and accounts. A proxy that nobody can be ends whatever would
  // leave this machine, the names it asks for included; what stays on it is never proxied.
  '--proxy-server=http://127.0.0.1:0',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-service-autorun',
  '--no-pings',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-field-trial-config',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--metrics-recording-only',
  '--disable-features=AutofillServerCommunication,InterestFeedContentSuggestions,MediaRouter,NetworkTimeServiceQuerying,OptimizationGuideModelDownloading,OptimizationHints,OptimizationHintsFetching,OptimizationTargetPrediction,Translate',
];

export const launchAddress = (address: string, ticket: string): string =>
  `http://${address}/#ticket=${ticket}`;

/** Opens a window on the page that a ticket lets in. Resolves with false when the browser could not be started. */
export const launchWindow = async (
  profile: Profile,
  browser: Browser,
  target: { address: string; ticket: string },
  isRoot: boolean,
): Promise<boolean> => {
  const { address, ticket } = target;
  const url = pathToFileURL(writeLaunchFile(profile, ticket, launchAddress(address, ticket))).href;
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
  child.unref();
  try {
    await once(child, 'spawn');
    return true;
  } catch {
    removeLaunchFile(profile, ticket);
    return false;
  }
};
