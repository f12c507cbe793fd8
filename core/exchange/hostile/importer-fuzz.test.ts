import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../anki/testing/seeded-random.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { fuzzPackage, fuzzText, packageSeeds, readWholePackage } from './testing/importer-fuzz.ts';

const textCases = 16_000;
const packageCases = 4000;

/** `npm run test:long` goes on where this stops; a case that ever failed is kept in `corpus/` for ever. */
describe('damaged input', () => {
  it(`is read or refused by every parser of lists and texts, never anything else (${textCases} cases)`, () => {
    const random = seededRandom(20_261_127);
    const outcomes = new Map<string, Set<string>>();
    for (let round = 0; round < textCases; round += 1) {
      const { parser, outcome } = fuzzText(random);
      outcomes.set(parser, (outcomes.get(parser) ?? new Set()).add(outcome));
    }
    // Every parser has met both: a generator that breaks everything, or nothing, tests nothing.
    for (const [parser, met] of outcomes) {
      expect([parser, met.has('read')]).toEqual([parser, true]);
      // What cannot be read as card data counts as absent, as in Anki.
      expect([parser, met.size > 1]).toEqual([parser, parser !== 'card data']);
    }
    expect(outcomes.size).toBe(5);
  });

  it(
    `of a whole package is read or refused, and leaves nothing behind (${packageCases} cases)`,
    { timeout: 180_000 },
    async () => {
      const folder = temporaryFolder();
      const seeds = await packageSeeds(folder);
      const random = seededRandom(4);
      const outcomes = new Set<string>();
      for (let round = 0; round < packageCases; round += 1) {
        outcomes.add((await fuzzPackage(seeds, random, folder)).outcome);
      }
      expect([...outcomes]).toEqual(
        expect.arrayContaining(['read', 'truncated', 'damaged_package', 'damaged_collection', 'bad_field']),
      );
    },
  );
});

const corpus = new URL('corpus/', import.meta.url);

describe('the corpus', () => {
  it.each(readdirSync(corpus))('%s is read or refused', async (name) => {
    const [, expected] = /^(.+?)--/.exec(name) ?? [];
    expect(await readWholePackage(temporaryFolder(), readFileSync(new URL(name, corpus)))).toBe(
      expected?.replaceAll('-', '_'),
    );
  });
});
