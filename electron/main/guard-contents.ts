import type { Event, WebContents } from 'electron';
import { ruleExternal, ruleNavigation, ruleWebview, ruleWindow } from './web-contents-rules.ts';
import type { Ruling } from './rules.ts';

export type Guards = {
  openExternal(address: string): void;
  onRefused(what: string, why: string): void;
};

/** Holds the contents of every window, and whatever else may ever come to be, to the rules. */
export const guardContents = (contents: WebContents, { openExternal, onRefused }: Guards): void => {
  const judge = (event: Pick<Event, 'preventDefault'>, what: string, ruling: Ruling): void => {
    if (ruling.allowed) return;
    event.preventDefault();
    onRefused(what, ruling.reason);
  };
  contents.on('will-frame-navigate', (event) =>
    judge(event, `navigation to ${event.url}`, ruleNavigation(event.url, event.isMainFrame)),
  );
  contents.on('will-redirect', (event) =>
    judge(event, `redirection to ${event.url}`, ruleNavigation(event.url, event.isMainFrame)),
  );
  contents.on('will-attach-webview', (event) => judge(event, 'a webview', ruleWebview()));
  contents.setWindowOpenHandler(({ url }) => {
    const external = ruleExternal(url);
    if (external.allowed) openExternal(url);
    else onRefused(`opening ${url}`, external.reason);
    // The link may leave; a window of ours it never gets.
    return { action: ruleWindow().allowed ? 'allow' : 'deny' };
  });
};
