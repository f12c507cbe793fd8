import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ROOT } from './node.mjs';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
  string,
  Record<string, string>
>;
const document = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8');

/** Rows of one section, by package. */
function rows(heading: string): Map<string, readonly string[]> {
  const section = document.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(
    lines.map((line) => {
      const [name = '', ...cells] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [name.replaceAll('`', ''), cells];
    }),
  );
}

describe('docs/dependencies.md', () => {
  it.each([
    ['Shipped', 'dependencies'],
    ['Development', 'devDependencies'],
    ['Optional', 'optionalDependencies'],
  ])('%s has a full row for each package of %s, in order, and no other', (heading, field) => {
    const table = rows(heading);
    expect([...table.keys()]).toEqual(Object.keys(manifest[field] ?? {}));
    for (const cells of table.values()) {
      expect(cells).toHaveLength(3);
      expect(cells.filter((cell) => cell.length < 5)).toEqual([]);
    }
  });

  it('pins every version', () => {
    for (const field of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const version of Object.values(manifest[field] ?? {})) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });
});
