import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { BenchOptions } from './bench.ts';
import { knowledgeBench } from './knowledge.ts';

const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Six learners of 25 items each, about half of the answers right. */
const table = (name: string, secondsOf: (row: number) => number): string => {
  const rows = Array.from({ length: 150 }, (_, row) => {
    const [learner, item, outcome] = [Math.floor(row / 25), row % 25, Math.imul(row + 1, 0x9e3779b1) >>> 31];
    return [learner, item, secondsOf(row), outcome, item % 3].join('\t');
  });
  const path = join(folder, name);
  writeFileSync(path, ['user_id\titem_id\ttimestamp\tcorrect\tskill_id', ...rows].join('\n'));
  return path;
};

it('scores learners whose moments are not known by a model of others whose are, also where all of them are known', async () => {
  const options = {
    train: table('train.tsv', (row) => 1000 + 60 * row),
    test: table('test.tsv', () => 0),
    format: 'tsv',
    seed: 1,
    folds: 0,
  } satisfies Partial<BenchOptions>;
  const result = await knowledgeBench(options as unknown as BenchOptions); // what other benches take is left out
  expect(result.summary).toMatchObject({ rows: 150 });
  expect(result.rows[1]).toEqual({ who: 'without a duplicate in training', rows: 0, bar: '' });
});
