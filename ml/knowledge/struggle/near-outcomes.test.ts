import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../random/random.ts';
import { nearOutcomes } from './near-outcomes.ts';

/** Whatever was said, this share struggles. */
const truths = {
  'what it said': (said: number) => said,
  'half of what it said': (said: number) => said / 2,
};

describe('how sure a probability is', () => {
  it('is unknown below 30 judged predictions', () => {
    const said = { probabilities: new Float64Array(29).fill(0.2), outcomes: new Uint8Array(29) };
    expect(nearOutcomes(said, 0.2)).toBeNull();
  });

  it('is told by the sixty nearest', () => {
    const near = Array.from({ length: 60 }, (_, row) => ({ said: 0.3, struggled: row < 30 ? 1 : 0 }));
    const far = Array.from({ length: 60 }, () => ({ said: 0.9, struggled: 1 }));
    const rows = [...far, ...near];
    const found = nearOutcomes(
      { probabilities: rows.map(({ said }) => said), outcomes: rows.map(({ struggled }) => struggled) },
      0.3,
    );
    // Jeffreys of 30 of 60 is .396 to .604; the probability itself is held.
    expect(found).toMatchObject({ low: 0.3, n: 60 });
    expect(found?.high).toBeCloseTo(0.604, 2);
  });

  it('is told by all that are as near as the last of them: a base rate says the same of a beginner and of today', () => {
    const outcomes = Array.from({ length: 400 }, (_, row) => (row < 60 || row % 10 === 0 ? 1 : 0));
    const found = nearOutcomes({ probabilities: new Float64Array(400).fill(0.2), outcomes }, 0.2);
    expect(found?.n).toBe(400);
    expect(found?.high).toBeLessThan(0.3);
  });

  it.each(Object.entries(truths))('holds the true share at least in 85 of 100 where it is %s', (_, truth) => {
    const random = seededRandom(7);
    let held = 0;
    for (let learner = 0; learner < 500; learner += 1) {
      const probabilities = Array.from({ length: 200 }, () => 0.05 + 0.4 * random.unit());
      const outcomes = probabilities.map((said) => (random.unit() < truth(said) ? 1 : 0));
      const asked = 0.1 + 0.3 * random.unit();
      const found = nearOutcomes({ probabilities, outcomes }, asked);
      if (found !== null && found.low <= truth(asked) && truth(asked) <= found.high) held += 1;
    }
    expect(held / 500).toBeGreaterThanOrEqual(0.85);
  });
});
