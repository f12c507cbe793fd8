import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { electronBinary, runElectron, wantsElectron } from './electron.mjs';

const display = { DISPLAY: ':0' };

describe('the window of npm start', () => {
  it('is Electron’s where there is a display, and for arguments that it knows', () => {
    expect(wantsElectron([], display, 'linux')).toBe(true);
    expect(wantsElectron(['--profile', 'noor'], { WAYLAND_DISPLAY: 'w' }, 'linux')).toBe(true);
    expect(wantsElectron([], {}, 'darwin')).toBe(true);
    expect(wantsElectron([], {}, 'linux')).toBe(false);
  });

  it.each(['--no-open', '--stay', '--choose', '--rollback-store', '--port=0', '--browser-host'])(
    'is the browser host’s with %s',
    (flag) => {
      expect(wantsElectron([flag], display, 'linux')).toBe(false);
    },
  );

  it('is run from where the package keeps its binary, with what was given and nothing else', async () => {
    const root = temporaryFolder();
    expect(electronBinary(root)).toBeUndefined();
    const folder = join(root, 'node_modules', 'electron');
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'path.txt'), 'electron');
    expect(electronBinary(root)).toBeUndefined();
    const said = join(root, 'said.txt');
    writeFileSync(join(folder, 'dist', 'electron'), `#!/bin/sh\necho "$@" > '${said}'\nexit 7\n`, {
      mode: 0o755,
    });
    const binary = electronBinary(root);
    expect(binary).toBe(join(folder, 'dist', 'electron'));
    expect(await runElectron(binary ?? '', root, ['--profile', 'noor'])).toBe(7);
  });
});
