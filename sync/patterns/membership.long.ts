import { describe, expect, it } from 'vitest';
import { firstManifest } from './first-manifest.ts';
import { guessRate, muOf } from './noise/privacy-terms.ts';
import { discreteGaussian } from './random/discrete-gaussian.ts';
import { halfNoise } from './testing/half-noise.ts';
import { keystream } from './testing/keystream.ts';
import { guessedRight, membershipAttack, outsideBand } from './testing/membership-attack.ts';

const mu = muOf(firstManifest.rhoPerTerm);
const SMALL = { class: 30, course: 30, institution: 30 };

describe('the membership attack', () => {
  it.each([
    [40_000, 'small cohorts', SMALL],
    // Weekly releases with bins: twelve times as many draws a term.
    [8_000, 'a class, its course and its institution', { class: 30, course: 60, institution: 3_000 }],
  ])('%i terms of %s lie within the curve', (trials, name, rosters) => {
    const attack = membershipAttack(keystream(`long ${name}`), trials, rosters, discreteGaussian);
    expect(outsideBand(attack, mu, 0.999)).toBeLessThanOrEqual(0);
    expect(Math.abs(guessedRight(attack) - guessRate(firstManifest.rhoPerTerm))).toBeLessThan(0.015);
  });

  it('flags a sampler with half the noise in 20 of 20 runs, and the right one in none', () => {
    const flagged = { half: 0, right: 0 };
    for (let run = 0; run < 20; run += 1) {
      const bytes = keystream(`run ${run}`);
      if (outsideBand(membershipAttack(bytes, 5_000, SMALL, halfNoise), mu, 0.999) > 0) flagged.half += 1;
      if (outsideBand(membershipAttack(bytes, 5_000, SMALL, discreteGaussian), mu, 0.999) > 0)
        flagged.right += 1;
    }
    expect(flagged).toEqual({ half: 20, right: 0 });
  });
});
