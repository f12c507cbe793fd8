// Programs of the system the tests need, and how they are found.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { electronBinary } from './electron.mjs';
import { ROOT } from './node.mjs';

const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
];
const COMPILERS = ['cc', 'gcc', 'clang'];

/** Browsers outside PATH, where their installers put them. */
const INSTALLED: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
    String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
  ],
};

/** A browser of the Chromium family; AMERICANO_CHROMIUM overrules the search. */
export function findChromium(): string | undefined {
  const named = process.env.AMERICANO_CHROMIUM;
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  return findInPath(BROWSERS) ?? INSTALLED[process.platform]?.find(isExecutable);
}

export function findCompiler(): string | undefined {
  return findInPath(COMPILERS);
}

export function findInPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    const file = process.platform === 'win32' ? `${name}.exe` : name;
    const found = folders.map((folder) => join(folder, file)).find(isExecutable);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Electron's own program, where it has been fetched; nothing here fetches it. */
export const findElectron = (): string | undefined => electronBinary(ROOT);
