import { expect, it } from 'vitest';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { seededRandom } from '../anki/testing/seeded-random.ts';
import { fuzzPackage, fuzzText, packageSeeds } from './testing/importer-fuzz.ts';

/** The seed of the run is its day, so that every long run looks where none has looked; it is printed to be run again. */
const seed = Number(process.env['AMERICANO_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const packageCases = Number(process.env['AMERICANO_CASES'] ?? 60_000);

it(`${packageCases} damaged packages and ten times as many lists are read or refused (seed ${seed})`, async () => {
  const folder = temporaryFolder();
  const seeds = await packageSeeds(folder);
  const random = seededRandom(seed);
  const outcomes = new Set<string>();
  for (let round = 0; round < packageCases; round += 1) {
    for (let text = 0; text < 10; text += 1) fuzzText(random);
    try {
      outcomes.add((await fuzzPackage(seeds, random, folder)).outcome);
    } catch (error) {
      console.error(
        `Case ${round} of seed ${seed} failed; its file is ${folder}/deck.apkg: keep it in corpus/`,
      );
      throw error;
    }
  }
  expect(outcomes.has('read')).toBe(true);
});
