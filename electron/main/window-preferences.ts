import type { WebPreferences } from 'electron';

/**
 * What a page may and may not, all of it said: a default that changes with a version of Electron changes nothing here.
 * The page has no Node, runs in the sandbox of Chromium, and meets of the preload only what that exposes.
 */
export const windowPreferences = (preload: string, spellcheck: boolean): WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  enableBlinkFeatures: '',
  webviewTag: false,
  navigateOnDragDrop: false,
  plugins: false,
  safeDialogs: true,
  spellcheck,
  // The clock of a session goes on in a window that is behind another one.
  backgroundThrottling: false,
});
