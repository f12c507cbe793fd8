// What ships, as a bill of materials that auditors' tools read (CycloneDX), written by npm from the lockfile.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../node.mjs';

/** Writes it into `folder` and returns its path. */
export const writeSbom = (folder: string): string => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const text = execFileSync(
    npm,
    ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--omit=optional', '--package-lock-only'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
      shell: process.platform === 'win32',
    },
  );
  const file = join(folder, `americano-${version}.cdx.json`);
  writeFileSync(file, text);
  return file;
};
