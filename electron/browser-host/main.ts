import { fileURLToPath } from 'node:url';
import { RpcError } from '#core/rpc/errors.ts';
import { shiftedClock } from '#core/store/clock.ts';
import { profileAt } from '#core/store/profile.ts';
import { uidSource } from '#core/store/uid.ts';
import { fileLog } from '../service/log.ts';
import { startService, type Service } from '../service/start-service.ts';
import { findBrowser } from './find-browser.ts';
import { launchAddress, launchWindow } from './launch-window.ts';
import { OptionError, parseOptions, type HostOptions } from './options.ts';
import { pageFiles } from './page-files.ts';
import { askForTicket } from './running-host.ts';
import { folderWarning, startFailure } from './say.ts';
import { startHost } from './start-host.ts';

const isRoot = process.getuid?.() === 0;
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** The browser to open, or undefined with the reason said. */
const browserFor = (options: HostOptions) => {
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

/** Opens a window, or prints the address for one. Returns what to do once the ticket has been used. */
const show = (options: HostOptions, address: string, ticket: string): (() => void) => {
  const browser = browserFor(options);
  const target =
    options.devUrl === undefined ? launchAddress(address, ticket) : `${options.devUrl}#ticket=${ticket}`;
  if (browser !== undefined)
    return launchWindow(profileAt(options.profile), browser, target, isRoot).removeFile;
  console.log('Open this address on this machine within a minute; it works once:');
  console.log(target);
  return () => {};
};

const openOrJoin = async (options: HostOptions): Promise<Service | 'joined'> => {
  const clock = shiftedClock(options.now, options.zone);
  const log = fileLog(options.profile);
  try {
    return await startService({ folder: options.profile, clock, ids: uidSource(clock), log });
  } catch (error) {
    if (!(error instanceof RpcError) || error.kind !== 'locked') throw error;
    const running = await askForTicket(profileAt(options.profile));
    if (running === undefined) throw error;
    show(options, running.address, running.ticket);
    return 'joined';
  }
};

const main = async (): Promise<void> => {
  const options = parseOptions(process.argv.slice(2), process.env, process.platform);
  const warning = folderWarning(options.profile);
  if (warning !== undefined) console.error(warning);
  const service = await openOrJoin(options);
  if (service === 'joined') return;

  let removeLaunchFile = (): void => {};
  let closing = false;
  const end = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    removeLaunchFile();
    await host.close();
    await service.close();
    process.exit(0);
  };
  const host = await startHost({
    service,
    files: pageFiles(`${dist}renderer`, `${dist}renderer.json`),
    port: options.port,
    stay: options.stay,
    now: () => performance.now(),
    onRedeemed: () => removeLaunchFile(),
    onEnd: () => void end(),
  });
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
  removeLaunchFile = show(options, host.address, host.issueTicket());
};

main().catch((error: unknown) => {
  const folder = parseFolder();
  console.error(error instanceof OptionError ? error.message : startFailure(error, folder));
  process.exitCode = error instanceof OptionError ? 2 : 1;
  // A service that failed half-way may still hold timers or workers.
  setTimeout(() => process.exit(), 500).unref();
});

function parseFolder(): string {
  try {
    return parseOptions(process.argv.slice(2), process.env, process.platform).profile;
  } catch {
    return 'the profile';
  }
}
