import { describe, expect, it } from 'vitest';

import { findMachinePaths, machinePathPattern } from './machine-paths.ts';

const pattern = machinePathPattern('/srv/anna/americano', '/home/anna');
const find = (line: string): string[] => findMachinePaths(new Map([['a.ts', `ok\n${line}`]]), pattern);

describe('machine paths', () => {
  it.each(['work', 'root', 'tmp', 'home/anna', 'srv/anna', 'srv/anna/americano'])('finds /%s', (folder) => {
    expect(find(`const path = '/${folder}/file';`)).toEqual([
      `a.ts:2 names a path of one machine: const path = '/${folder}/file';`,
    ]);
  });

  // Written in parts, so that this file itself names none.
  const path = (...parts: readonly string[]): string => parts.join('/');
  it.each([
    path('https://example.org', 'work', 'x'),
    path('.', 'work', 'x'),
    path('dist', 'tmp', 'x'),
    path('${home}', 'work', 'x'),
    path('', 'usr', 'bin', 'chromium'),
  ])('lets %s pass', (text) => {
    expect(find(text)).toEqual([]);
  });
});
