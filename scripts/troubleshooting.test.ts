import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorKinds } from '#core/rpc/errors.ts';

const page = readFileSync(new URL('../docs/troubleshooting.md', import.meta.url), 'utf8');
const rows = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => [cells[1] ?? '', cells]),
);

describe('the troubleshooting page', () => {
  it.each(errorKinds)('has a way out for %s', (kind) => {
    const [, , meaning = '', wayOut = ''] = rows.get(`\`${kind}\``) ?? [];
    expect(meaning.length).toBeGreaterThan(20);
    expect(wayOut.length).toBeGreaterThan(10);
  });

  it('has a way out for every reason a package is refused', () => {
    const source = readFileSync(new URL('../core/exchange/anki/package-refused.ts', import.meta.url), 'utf8');
    const reasons = [...source.matchAll(/^ {2}\| '([a-z_]+)'/gm)].map((match) => match[1] ?? '');
    expect(reasons.length).toBeGreaterThan(10);
    for (const reason of reasons) expect(page).toContain(`\`${reason}\``);
  });
});
