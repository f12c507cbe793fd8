import { profileAt } from '#core/store/profile.ts';
import { findBrowser, type Browser } from './find-browser.ts';
import { launchAddress, launchWindow } from './launch-window.ts';
import type { HostOptions } from './options.ts';

/** Where a page is, and the ticket that lets it in once. */
export type LaunchTarget = { address: string; ticket: string };

/** For people, and for programs that wait for the line that starts with http. */
export const printAddress = ({ address, ticket }: LaunchTarget): void => {
  console.log('Open this address on this machine within a minute; it works once:');
  console.log(launchAddress(address, ticket));
};

/** The browser to open, or undefined with the reason said. */
const browserFor = (options: HostOptions, isRoot: boolean): Browser | undefined => {
  if (!options.open) return undefined;
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    console.log('There is no display here, so no window is opened.');
    return undefined;
  }
  const browser = findBrowser(process.env, process.platform);
  if (browser === undefined) console.log('No browser was found, so no window is opened.');
  else if (isRoot && browser.kind === 'chromium')
    console.log('Running as root: Chromium is started without its sandbox.');
  return browser;
};

/** Opens a window, or prints the address for one. Resolves with whether a browser was started. */
export const showPage = async (options: HostOptions, target: LaunchTarget): Promise<boolean> => {
  const isRoot = process.getuid?.() === 0;
  const browser = browserFor(options, isRoot);
  if (browser !== undefined) {
    if (await launchWindow(profileAt(options.profile), browser, target, isRoot)) return true;
    console.log(`${browser.path} could not be started.`);
  }
  printAddress(target);
  return false;
};
