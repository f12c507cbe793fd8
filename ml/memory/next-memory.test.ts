import fc from 'fast-check';
import { FSRSAlgorithm } from 'ts-fsrs';
import { describe, expect, it } from 'vitest';
import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters } from './fsrs-parameters.ts';
import { nextMemory } from './memory.ts';
import type { Memory, Rating } from './memory.ts';

const rating = fc.constantFrom<Rating>(1, 2, 3, 4);
const history = fc.array(fc.tuple(fc.oneof(fc.constant(0), fc.nat(4), fc.nat(4000)), rating), {
  minLength: 1,
  maxLength: 80,
});
/** Weights all over their range, and beyond it: both sides clip. */
const weights = fc.tuple(
  ...FSRS6_DEFAULT_WEIGHTS.map((weight) => fc.double({ min: weight / 4, max: weight * 4, noNaN: true })),
);

describe('FSRS-6 without objects', () => {
  it('gives the bits of ts-fsrs, whatever the weights and the history', () => {
    fc.assert(
      fc.property(weights, history, (w, answers) => {
        const parameters = fsrsParameters(w);
        const peer = new FSRSAlgorithm({ w: [...w] });
        let ours: Memory | null = null;
        let theirs: Memory | null = null;
        for (const [elapsedDays, answer] of answers) {
          ours = nextMemory(parameters, ours, elapsedDays, answer);
          theirs = peer.next_state(theirs, elapsedDays, answer);
          expect(ours).toEqual({ stability: theirs.stability, difficulty: theirs.difficulty });
        }
      }),
      { numRuns: 300 },
    );
  });
});
