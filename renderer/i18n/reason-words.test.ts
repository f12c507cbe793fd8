import { describe, expect, it } from 'vitest';
import { reasonWords, type PredictionReason } from './en/twin-reasons.ts';

const said = (feature: PredictionReason['feature'], value: number | null): string =>
  reasonWords.value({ feature, value, contribution: null });

describe('the value of a feature', () => {
  it.each([
    ['retention', 0.713, '71%'],
    ['retentionSlope', -0.021, '−2.1 points a week'],
    ['residual', 0.01, '+1 point'],
    ['residual', 0.0001, '0 points'],
    ['prerequisiteGap', -0.05, 'nothing'],
    ['complexity', 0.5, '5.5 of 10'],
    ['load', 0.62, '62 of 100'],
    ['daysSinceStudied', 0.4, 'today'],
    ['daysSinceStudied', 1, '1 day ago'],
    ['latencyTrend', Math.log(1.1), '+10% a week'],
    ['expectedStruggle', 0, '50%'],
  ] as const)('%s of %d is said as %s', (feature, value, text) => expect(said(feature, value)).toBe(text));

  it('is never made up', () => expect(said('retention', null)).toBe('not known yet'));
});
