// A .deb from the unpacked folder that electron-builder leaves, by the tool of the distribution itself.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { ROOT } from '../node.mjs';
import type { Target } from './stage-app.ts';

const MAINTAINER = 'Americano <releases@americano.example>';
/** What Electron links to and does not bring. */
const DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libxss1',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libsecret-1-0',
  'xdg-utils',
];

const put = (from: string, to: string, mode: number): void => {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
  chmodSync(to, mode);
};

const kilobytes = (folder: string): number =>
  Math.ceil(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1024,
  );

/** What is installed can be read by everybody and written by root, whatever the one who builds keeps from others. */
const settleModes = (folder: string): void => {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) settleModes(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
};

/** Makes the package in `folder` from `unpacked`; returns its path. Throws where there is no dpkg-deb. */
export const makeDeb = (unpacked: string, folder: string, { arch }: Target): string => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const architecture = arch === 'x64' ? 'amd64' : 'arm64';
  const tree = join(folder, 'deb');
  cpSync(unpacked, join(tree, 'opt', 'Americano'), { recursive: true });
  const linux = join(ROOT, 'build', 'linux');
  put(join(linux, 'americano-browser-host'), join(tree, 'usr/bin/americano-browser-host'), 0o755);
  symlinkSync('/opt/Americano/americano', join(tree, 'usr/bin/americano'));
  put(join(linux, 'americano.desktop'), join(tree, 'usr/share/applications/americano.desktop'), 0o644);
  put(join(linux, 'americano.xml'), join(tree, 'usr/share/mime/packages/americano.xml'), 0o644);
  put(
    join(ROOT, 'resources/icons/americano.png'),
    join(tree, 'usr/share/icons/hicolor/512x512/apps/americano.png'),
    0o644,
  );
  put(join(ROOT, 'LICENSE'), join(tree, 'usr/share/doc/americano/copyright'), 0o644);
  for (const script of ['postinst', 'postrm']) put(join(linux, script), join(tree, 'DEBIAN', script), 0o755);
  writeFileSync(
    join(tree, 'DEBIAN', 'control'),
    [
      'Package: americano',
      `Version: ${version}`,
      `Architecture: ${architecture}`,
      `Maintainer: ${MAINTAINER}`,
      `Installed-Size: ${kilobytes(tree)}`,
      `Depends: ${DEPENDS.join(', ')}`,
      'Recommends: chromium | firefox-esr | www-browser',
      'Section: education',
      'Priority: optional',
      'Description: offline-first study desk',
      ' Studies cards by spaced repetition, keeps its data on this machine, and',
      ' learns how its owner learns.',
      '',
    ].join('\n'),
  );
  settleModes(tree);
  const file = join(folder, `americano_${version}_${architecture}.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', tree, file], { stdio: 'ignore' });
  return file;
};
