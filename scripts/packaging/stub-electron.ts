// A distribution of Electron without Electron: what electron-builder needs to find, so that packages can be built and
// tested where its binary cannot be had.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../node.mjs';

/** How the fuses of a binary are found; https://www.electronjs.org/docs/latest/tutorial/fuses. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 8;

const program = `#!/bin/sh
echo "This is a stand-in for Electron. The browser's window works: americano-browser-host" >&2
exit 1
`;

/** The version that the lockfile names. */
export const electronVersion = (): string => {
  const text = readFileSync(join(ROOT, 'node_modules', 'electron', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

/** Writes a distribution for Linux into `folder`. Its fuses are those that Electron comes with. */
export const writeStubElectron = (folder: string): void => {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  const fuses = Buffer.concat([
    Buffer.from(`${program}# ${SENTINEL}`),
    Buffer.from([1, FUSES]),
    Buffer.from('10110001'),
    Buffer.from('\n'),
  ]);
  writeFileSync(join(folder, 'electron'), fuses);
  chmodSync(join(folder, 'electron'), 0o755);
  writeFileSync(join(folder, 'chrome-sandbox'), program);
  chmodSync(join(folder, 'chrome-sandbox'), 0o755);
  writeFileSync(join(folder, 'version'), electronVersion());
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    writeFileSync(join(folder, name), 'stand-in\n');
};
