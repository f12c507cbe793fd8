import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { RpcError } from '#core/rpc/errors.ts';
import { profileAt } from '#core/store/profile.ts';
import { launchAddress } from './launch-window.ts';
import type { HostOptions } from './options.ts';
import { askForTicket } from './running-host.ts';

const patienceMs = 20_000;
const retryMs = 150;

/**
 * Opens another profile in a process of its own, as a second `npm start` would. Where no window is opened by the host, it
 * waits for the other one and gives the address of its page, which works once.
 */
export const openProfileIn =
  (options: HostOptions, entry: string) =>
  async (folder: string): Promise<string | null> => {
    const clock = [
      ...(options.now === undefined ? [] : ['--now', String(options.now)]),
      ...(options.zone === undefined ? [] : ['--zone', options.zone]),
    ];
    const args = [entry, '--profile', folder, ...clock, ...(options.open ? [] : ['--no-open'])];
    spawn(process.execPath, [...process.execArgv, ...args], { detached: true, stdio: 'ignore' }).unref();
    if (options.open) return null;
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      const running = await askForTicket(profileAt(folder));
      if (running !== undefined) return launchAddress(running.address, running.ticket);
      if (performance.now() > giveUpAt) throw new RpcError('busy', { profile: folder });
      await sleep(retryMs);
    }
  };
