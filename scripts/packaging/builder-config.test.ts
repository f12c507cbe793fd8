import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { builderConfig } from '#build/builder-config.ts';
import { ROOT } from '../node.mjs';

const { nsis, msi, pkg } = builderConfig({ app: 'app', out: 'out', electronVersion: '45.0.0' });

describe('installers', () => {
  it('are called what docs/admin.md calls them', () => {
    expect([nsis, msi, pkg].map((options) => options?.artifactName)).toEqual([
      'Americano-Setup-${version}.${ext}',
      'Americano-${version}.${ext}',
      'Americano-${version}.${ext}',
    ]);
  });

  it('for a whole machine take its right, and those for one user ask for none', () => {
    expect([nsis?.perMachine, msi?.perMachine]).toEqual([false, true]);
  });

  it('of a Mac put an older release over a newer one, where the administrator wants it', () => {
    expect(pkg).toMatchObject({ isVersionChecked: false, isRelocatable: false });
  });
});

it('npm run package says in a sentence what it did not understand, and how it is called', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(ROOT, 'scripts/packaging/package-app.ts'), ...args], {
      encoding: 'utf8',
    });
  expect(run('--target', 'msi')).toMatchObject({ status: 1, stderr: '--target takes dir, deb or all.\n' });
  expect(run('--help')).toMatchObject({ status: 0, stderr: '' });
  expect(run('--help').stdout).toContain('--stub');
});
