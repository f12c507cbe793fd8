/**
 * What main, preload, service and page say to each other besides the contract. The contract itself goes from the page to
 * the service through a port of its own; main only hands the port over.
 */

/** Page → main, by `ipcRenderer.send` and `invoke` in the preload. */
export const channels = {
  /** A page that has just loaded wants the service. Answered by `port`. */
  connect: 'americano:connect',
  /** Main → page: the port of the service. */
  port: 'americano:port',
  /** Main → page: the service has ended, and the port leads nowhere. Chromium does not tell a page by itself. */
  lost: 'americano:lost',
  /** Main → page: where to go, or a package to import. */
  open: 'americano:open',
  /** A piece of a package that main offered. */
  readOffered: 'americano:read-offered',
  /** The theme of the page, for what the system draws: title bar, menus. */
  theme: 'americano:theme',
  notify: 'americano:notify',
  secretStrength: 'americano:secret-strength',
  /** How this copy of the program is updated, and the owner's choice. */
  updates: 'americano:updates',
  chooseUpdates: 'americano:choose-updates',
} as const;

/** Main → service. A `connect` comes with one port. */
export type ToService = { type: 'connect' } | { type: 'power'; onBattery: boolean } | { type: 'close' };

/** Service → main. */
export type FromService =
  | { type: 'ready' }
  /** The profile cannot be opened; `sentence` says why, for the person. */
  | { type: 'failed'; sentence: string }
  /** Another profile is wanted in a window of its own. */
  | { type: 'open-profile'; folder: string };

export const scheme = 'app';
export const appHost = 'americano';
export const appOrigin = `${scheme}://${appHost}`;
/** Links from outside: `americano://study`. They navigate and do nothing else. */
export const linkScheme = 'americano';
