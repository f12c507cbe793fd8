import type { Event, WebContents } from 'electron';
import { ruleExternal, ruleNavigation, ruleWebview, ruleWindow } from './web-contents-rules.ts';
import type { Ruling } from './rules.ts';

export type Guards = {
  isKiosk: boolean;
  openExternal(address: string): void;
  onRefused(what: string, why: string): void;
};

/** What of an address may be written down: not where it leads, which stands on a card. */
const kindOf = (address: string): string => `an address of ${URL.parse(address)?.protocol ?? 'no kind'}`;

/** Holds the contents of every window, and whatever else may ever come to be, to the rules. */
export const guardContents = (contents: WebContents, { isKiosk, openExternal, onRefused }: Guards): void => {
  const judge = (event: Pick<Event, 'preventDefault'>, what: string, ruling: Ruling): void => {
    if (ruling.allowed) return;
    event.preventDefault();
    onRefused(what, ruling.reason);
  };
  contents.on('will-frame-navigate', (event) =>
    judge(event, `navigation to ${kindOf(event.url)}`, ruleNavigation(event.url, event.isMainFrame)),
  );
  contents.on('will-redirect', (event) =>
    judge(event, `redirection to ${kindOf(event.url)}`, ruleNavigation(event.url, event.isMainFrame)),
  );
  contents.on('will-attach-webview', (event) => judge(event, 'a webview', ruleWebview()));
  contents.setWindowOpenHandler(({ url }) => {
    const external = ruleExternal(url, isKiosk);
    // As it was read, so that nobody after us reads it in another way.
    if (external.allowed) openExternal(new URL(url).href);
    else onRefused(`opening ${kindOf(url)}`, external.reason);
    // The link may leave; a window of ours it never gets.
    return { action: ruleWindow().allowed ? 'allow' : 'deny' };
  });
};
