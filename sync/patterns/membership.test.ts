import { describe, expect, it } from 'vitest';
import { firstManifest } from './first-manifest.ts';
import { guessRate, muOf } from './noise/privacy-terms.ts';
import { discreteGaussian } from './random/discrete-gaussian.ts';
import { halfNoise } from './testing/half-noise.ts';
import { keystream } from './testing/keystream.ts';
import { guessedRight, membershipAttack, outsideBand } from './testing/membership-attack.ts';

// A short cut of membership.long.ts: classes, courses and institutions of thirty, which have the fewest releases.
const ROSTERS = { class: 30, course: 30, institution: 30 };
const mu = muOf(firstManifest.rhoPerTerm);

describe('somebody who knows everybody else and sees every release of a term', () => {
  const attack = membershipAttack(keystream('membership'), 3_000, ROSTERS, discreteGaussian);

  it('tells whether a student took part no better than √2ρ-GDP allows, at any threshold', () => {
    expect(mu).toBeCloseTo(Math.SQRT1_2, 12);
    expect(outsideBand(attack, mu, 0.999)).toBeLessThanOrEqual(0);
  });

  it('does attack: guesses right as often as the page says, not at random', () => {
    expect(guessRate(firstManifest.rhoPerTerm)).toBeCloseTo(0.638, 3);
    expect(Math.abs(guessedRight(attack) - guessRate(firstManifest.rhoPerTerm))).toBeLessThan(0.02);
  });

  it.each([1, 2, 3])('finds a sampler with half the noise (%i)', (run) => {
    const broken = membershipAttack(keystream(`half noise ${run}`), 700, ROSTERS, halfNoise);
    expect(outsideBand(broken, mu, 0.999)).toBeGreaterThan(0);
  });
});
