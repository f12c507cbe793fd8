import { describe, expect, it } from 'vitest';
import { STRUGGLE_FEATURES, type StruggleFeatureValues } from './schema.ts';
import { modelBand, rulesBand, struggleRules } from './struggle-rules.ts';

const unknown = Object.fromEntries(
  STRUGGLE_FEATURES.map((name) => [name, Number.NaN]),
) as StruggleFeatureValues;

describe('the rules of a cold start', () => {
  it.each([
    { values: { retention: 0.49 }, band: 'HIGH' },
    { values: { retention: 0.51 }, band: 'MEDIUM' },
    { values: { weakPrerequisiteShare: 0.51, retention: 0.95 }, band: 'HIGH' },
    { values: { weakPrerequisiteShare: 0.21, retention: 0.95 }, band: 'MEDIUM' },
    { values: { complexityGap: 0.61 }, band: 'HIGH' },
    { values: { pastStruggle: 0.71 }, band: 'HIGH' },
    { values: { pastStruggle: 0.7, complexityGap: 0.6, retention: 0.7, load: 0.7 }, band: 'LOW' },
    { values: { retention: 0.69 }, band: 'MEDIUM' },
    { values: { formatEffect: -0.06 }, band: 'MEDIUM' },
    { values: { load: 0.71 }, band: 'MEDIUM' },
    { values: { retention: 0.95, load: 0.5, formatEffect: 0.1 }, band: 'LOW' },
    { values: {}, band: 'LOW' },
  ])('say $band of $values', ({ values, band }) => {
    const said = struggleRules({ ...unknown, ...values });
    expect(said.band).toBe(band);
    expect(rulesBand(said.probability)).toBe(band === 'HIGH' && said.probability === 0.7 ? 'MEDIUM' : band);
  });

  it('go with the distance past the thresholds, within .7 to 1, .4 to .7 and .1 to .4', () => {
    const of = (retention: number): number => struggleRules({ ...unknown, retention }).probability;
    // Half way from .5 to 0, from .7 to .5 and from 1 to .7.
    expect(of(0.25)).toBeCloseTo(0.85, 12);
    expect(of(0.6)).toBeCloseTo(0.55, 12);
    expect(of(0.85)).toBeCloseTo(0.25, 12);
    expect([of(0), of(1)]).toEqual([1, 0.1]);
    const both = struggleRules({ ...unknown, retention: 0.25, weakPrerequisiteShare: 1 }).probability;
    // (.4 · ½ + .25 · 1) / .65 of the band.
    expect(both).toBeCloseTo(0.7 + (0.3 * 0.45) / 0.65, 12);
  });
});

describe('the bands of a model', () => {
  it('are multiples of the base rate', () => {
    expect([0.19, 0.2, 0.32, 0.33].map((p) => modelBand(p, 0.13))).toEqual([
      'LOW',
      'MEDIUM',
      'MEDIUM',
      'HIGH',
    ]);
  });

  it('can be reached by somebody who struggles with half of everything', () => {
    expect([0.7, 0.76, 0.91].map((p) => modelBand(p, 0.55))).toEqual(['LOW', 'MEDIUM', 'HIGH']);
  });
});
