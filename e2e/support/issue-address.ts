import { profileAt } from '#core/store/profile.ts';
import { launchAddress } from '#electron/browser-host/launch-window.ts';
import { askForTicket } from '#electron/browser-host/running-host.ts';

/** A new one-time address of the service that runs on a profile, as a second start of the program gets it. */
export const issueAddress = async (profile: string): Promise<string> => {
  const target = await askForTicket(profileAt(profile));
  if (target === undefined) throw new Error('No service runs on this profile.');
  return launchAddress(target.address, target.ticket);
};

/** The ticket in a one-time address. */
export const ticketIn = (address: string): string =>
  new URLSearchParams(new URL(address).hash.slice(1)).get('ticket') ?? '';
