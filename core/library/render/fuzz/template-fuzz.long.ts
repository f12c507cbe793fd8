import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wrongWith } from './testing/check-rendered.ts';
import { templateCase } from './testing/template-fuzz.ts';

/** The seed of the run is its day, so that every long run looks where none has looked; it is printed to be run again. */
const seed = Number(process.env['AMERICANO_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const cases = Number(process.env['AMERICANO_CASES'] ?? 1_000_000);

it(`${cases} cards of any template are rendered (seed ${seed}; keep what fails in corpus/)`, () => {
  fc.assert(
    fc.property(templateCase, (given) => {
      expect(wrongWith(given)).toEqual([]);
    }),
    { numRuns: cases, seed },
  );
});
