// node scripts/run.mjs scripts/notices.ts: writes THIRD-PARTY-NOTICES from what node_modules holds.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Check } from './commands.ts';
import { isProgram, ROOT } from './node.mjs';
import { shippedPackages, type LockedPackage } from './shipped-packages.ts';

const FILE = join(ROOT, 'THIRD-PARTY-NOTICES');
const INTRO = `Americano contains the packages below, each under its own licence.
Written by scripts/notices.ts from package-lock.json and the packages themselves.
`;

export function renderNotices(): string {
  return [INTRO, ...shippedPackages().map(renderPackage).sort()].join(`\n${'='.repeat(80)}\n`);
}

function renderPackage({ path, name, version, license }: LockedPackage): string {
  const text = licenceText(join(ROOT, path)) ?? 'The package carries no licence text of its own.';
  return `\n${name} ${version} (${license ?? 'licence not stated'})\n\n${text.trim()}\n`;
}

function licenceText(folder: string): string | undefined {
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)(\.|$)/i.test(file))
    : [];
  if (files.length === 0) return undefined;
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n'))
    .join('\n\n');
}

export const noticesCheck: Check = {
  name: 'third-party notices',
  run: () => {
    const current = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
    if (current === renderNotices()) return Promise.resolve('');
    return Promise.resolve(
      'THIRD-PARTY-NOTICES is not up to date: node scripts/run.mjs scripts/notices.ts writes it',
    );
  },
};

if (isProgram(import.meta.url)) writeFileSync(FILE, renderNotices());
