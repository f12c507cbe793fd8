import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { builderConfig } from '#build/builder-config.ts';
import { ROOT } from '../node.mjs';

describe('the sandbox of Chromium', () => {
  it('is not taken away by the entry of an AppImage in the menu, as electron-builder does where nobody says otherwise', () => {
    const { appImage } = builderConfig({ app: 'app', out: 'out', electronVersion: '45.0.0' });
    expect(appImage?.executableArgs).toEqual([]);
  });

  it('is not taken away by the entry of the .deb', () => {
    const entry = readFileSync(join(ROOT, 'build/linux/americano.desktop'), 'utf8');
    expect(entry).toContain('Exec=/opt/Americano/americano %U');
    expect(entry).not.toContain('no-sandbox');
  });
});
