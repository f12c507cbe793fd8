import { chromium, type BrowserContext } from '@playwright/test';

let opened: Promise<BrowserContext> | undefined;

/** The Chromium that a test has started: windows are its pages. */
export const openBrowser = (): Promise<BrowserContext> => {
  opened ??= chromium.connectOverCDP(process.env['FAKE_ELECTRON_BROWSER'] ?? '').then((browser) => {
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('a browser without a context');
    return context;
  });
  return opened;
};
