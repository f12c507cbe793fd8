import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { findBrowser } from './find-browser.ts';

const program = (folder: string, name: string, mode = 0o755): string => {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
};

describe('findBrowser on Linux', () => {
  it('takes Chromium before Chrome before Edge before Brave before the default, whatever the order of PATH', () => {
    const folders = Array.from({ length: 5 }, temporaryFolder);
    const names = ['xdg-open', 'brave-browser', 'microsoft-edge', 'google-chrome', 'chromium'];
    const env = { PATH: folders.join(delimiter) };
    expect(findBrowser(env, 'linux')).toBeUndefined();
    for (const [n, name] of names.entries()) {
      const path = program(folders[n] ?? '', name);
      expect(findBrowser(env, 'linux')).toEqual({ path, kind: n === 0 ? 'default' : 'chromium' });
    }
  });

  it('takes what can be run: no file without the right to, no folder', () => {
    const folder = temporaryFolder();
    program(folder, 'chromium', 0o644);
    mkdirSync(join(folder, 'google-chrome'));
    const path = program(folder, 'brave');
    expect(findBrowser({ PATH: folder }, 'linux')).toEqual({ path, kind: 'chromium' });
  });

  it('takes nothing from the current folder', () => {
    expect(findBrowser({ PATH: `${delimiter}.${delimiter}bin` }, 'linux')).toBeUndefined();
    expect(findBrowser({}, 'linux')).toBeUndefined();
  });
});

describe('findBrowser on Windows', () => {
  it('looks below Program Files and the data of the user, else takes the Explorer', () => {
    const [programs, local, windows] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const env = { ProgramFiles: programs, LOCALAPPDATA: local, PATH: windows };
    const explorer = program(windows, 'explorer.exe');
    expect(findBrowser(env, 'win32')).toEqual({ path: explorer, kind: 'default' });
    const folder = join(local, 'Google', 'Chrome', 'Application');
    mkdirSync(folder, { recursive: true });
    const path = program(folder, 'chrome.exe');
    expect(findBrowser(env, 'win32')).toEqual({ path, kind: 'chromium' });
  });
});

it('finds nothing on a system it does not know', () => {
  expect(findBrowser({ PATH: temporaryFolder() }, 'aix')).toBeUndefined();
});
