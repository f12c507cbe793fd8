import { discreteGaussian } from '../random/discrete-gaussian.ts';
import { over, rational } from '../rational.ts';
import type { Noise } from '../release/release-cohort.ts';

/** The mistake the attack must find: noise of half the deviation. */
export const halfNoise: Noise = (random, variance) => discreteGaussian(random, over(variance, rational(4)));
