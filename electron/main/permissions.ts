import type { Session } from 'electron';
import { allow, refuse, type Ruling } from './rules.ts';
import { isOurPage } from './web-contents-rules.ts';

/** What the page may have. Everything that is not named is refused, also what a later Chromium invents. */
const granted: Readonly<Record<string, string>> = {
  'clipboard-sanitized-write': 'a picture or a table of a chart is copied by a button',
  fullscreen: 'a film on a card, and whoever wants nothing else to see',
};

/** `isMainFrame`: cards are in frames, and frames have nothing. */
export const rulePermission = (permission: string, origin: string, isMainFrame: boolean): Ruling => {
  if (!isOurPage(origin)) return refuse('not a page of the program');
  const reason = granted[permission];
  if (reason === undefined) return refuse('no part of the program needs it');
  // A film in a card asks for the full screen from its own frame.
  if (!isMainFrame && permission !== 'fullscreen') return refuse('frames show cards and have no permissions');
  return allow(reason);
};

/** Requests, checks, devices and screens of a session, all by the same rule. */
export const applyPermissions = (session: Session, onRefused: (what: string, why: string) => void): void => {
  const decide = (permission: string, origin: string, isMainFrame: boolean): boolean => {
    const ruling = rulePermission(permission, origin, isMainFrame);
    if (!ruling.allowed) onRefused(permission, ruling.reason);
    return ruling.allowed;
  };
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl, isMainFrame }) =>
    callback(decide(permission, requestingUrl, isMainFrame)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame }) =>
    decide(permission, origin, isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
};
