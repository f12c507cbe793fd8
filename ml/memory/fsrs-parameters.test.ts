import { FSRSAlgorithm, default_w, migrateParameters } from 'ts-fsrs';
import { describe, expect, it, vi } from 'vitest';

import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters } from './fsrs-parameters.ts';

// Anki's defaults of FSRS-4.5 and FSRS-5.
const FSRS4_5 = [
  0.4872, 1.4003, 3.7145, 13.8206, 5.1618, 1.2298, 0.8975, 0.031, 1.6474, 0.1367, 1.0461, 2.1072, 0.0793,
  0.3246, 1.587, 0.2272, 2.8755,
];
const FSRS5 = [
  0.40255, 1.18385, 3.173, 15.69105, 7.1949, 0.5345, 1.4604, 0.0046, 1.54575, 0.1192, 1.01925, 1.9395, 0.11,
  0.29605, 2.2698, 0.2315, 2.9898, 0.51655, 0.6621,
];

describe('FSRS parameters', () => {
  it('defaults to the 21 weights of FSRS-6', () => {
    expect(FSRS6_DEFAULT_WEIGHTS).toEqual(default_w);
    expect(fsrsParameters().weights).toEqual(FSRS6_DEFAULT_WEIGHTS);
    expect(FSRS6_DEFAULT_WEIGHTS).toHaveLength(21);
    expect(fsrsParameters().shortTerm).toBe(true);
  });

  it.each([
    ['17', FSRS4_5],
    ['19', FSRS5],
  ])('migrates %s weights as ts-fsrs does', (_, weights) => {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => undefined);
    const { weights: migrated } = fsrsParameters(weights);
    // ts-fsrs clips once more after filling in; the algorithm shows what it computes with.
    expect(new FSRSAlgorithm({ w: weights }).parameters.w).toEqual(migrated);
    expect(migrated.filter((_w, i) => i !== 19)).toEqual(
      migrateParameters(weights, 1).filter((_w, i) => i !== 19),
    );
    debug.mockRestore();
  });

  it('gives FSRS-4.5 weights no intervals below a day', () => {
    expect(fsrsParameters(FSRS4_5).shortTerm).toBe(false);
    expect(fsrsParameters(FSRS5).shortTerm).toBe(true);
  });

  it('clips weights into the range of FSRS-6 and is then stable', () => {
    const wild = FSRS6_DEFAULT_WEIGHTS.map((weight) => weight * 1000);
    const once = fsrsParameters(wild).weights;
    expect(once).not.toEqual(wild);
    expect(fsrsParameters(once).weights).toEqual(once);
  });

  it('refuses other counts and numbers that are none, and says which', () => {
    expect(() => fsrsParameters([1, 2, 3])).toThrow('FSRS takes 17, 19 or 21 weights, not 3');
    expect(() => fsrsParameters([])).toThrow('not 0');
    expect(() => fsrsParameters(FSRS5.with(7, NaN))).toThrow('FSRS weight 7 is not a finite number');
  });
});
