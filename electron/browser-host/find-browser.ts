import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

export type Browser = { path: string; kind: 'chromium' | 'default' };

const names: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'brave-browser',
    'brave',
  ],
};

const places = (env: NodeJS.ProcessEnv): Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> => ({
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Brave Browser.app/Contents/MacOS/Brave Browser',
  ],
  win32: [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].flatMap((root) =>
    root === undefined
      ? []
      : [
          join(root, 'Chromium', 'Application', 'chrome.exe'),
          join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
          join(root, 'BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'),
        ],
  ),
});

const openers: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'xdg-open',
  darwin: '/usr/bin/open',
  win32: 'explorer.exe',
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** Only in folders named in full: what lies in the current folder is nobody's browser. */
const inPath = (name: string, env: NodeJS.ProcessEnv): string | undefined =>
  (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .find(isProgram);

/** Chromium, Chrome, Edge, Brave, in this order; then whatever opens an address; undefined where there is nothing. */
export const findBrowser = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Browser | undefined => {
  const named = (names[platform] ?? []).map((name) => inPath(name, env)).find((path) => path !== undefined);
  const path = named ?? (places(env)[platform] ?? []).find(isProgram);
  if (path !== undefined) return { path, kind: 'chromium' };
  const opener = openers[platform];
  if (opener === undefined) return undefined;
  const found = isAbsolute(opener) ? opener : inPath(opener, env);
  return found !== undefined && isProgram(found) ? { path: found, kind: 'default' } : undefined;
};
