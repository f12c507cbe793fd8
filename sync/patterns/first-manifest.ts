import { readManifest } from './manifest.ts';

const bin = (label: string, value: number | null): { label: string; value: number | null } => ({
  label,
  value,
});

/**
 * The first three metrics. An open bin stands for a number somebody had to choose: 181 minutes and more count as 210.
 *
 * Randomised response keeps the true bin with weight 54 against 1 for each other, the whole number below e⁴ = 54.598: of
 * 59 answers about minutes, 54 are true. Small weights make small scores, and noise on them is quick to draw.
 * Shares of the tiers are what makes the error of means smallest for cohorts just above the bound
 * (`npm run bench -- patterns`); a distribution of fewer than 200 would be noise and is not released.
 */
export const firstManifest = readManifest({
  version: 1,
  metrics: [
    {
      id: 'minutes',
      unit: 'minute',
      perUnit: 1,
      percentage: false,
      centre: 105,
      parts: 2,
      bins: [
        bin('0', 0),
        bin('1–15', 8),
        bin('16–45', 30),
        bin('46–90', 68),
        bin('91–180', 135),
        bin('181+', 210),
      ],
    },
    {
      id: 'active-days',
      unit: 'day',
      perUnit: 2,
      percentage: false,
      centre: 6,
      parts: 1,
      bins: [bin('0', 0), bin('1–2', 3), bin('3–4', 7), bin('5–7', 12)],
    },
    {
      id: 'retention',
      unit: 'percent',
      perUnit: 10,
      percentage: true,
      centre: 810,
      parts: 3,
      bins: [
        bin('< 70', 650),
        bin('70–80', 750),
        bin('80–85', 825),
        bin('85–90', 875),
        bin('90–95', 925),
        bin('≥ 95', 970),
        bin('< 20 reviews', null),
      ],
    },
  ],
  response: { epsilon: 4, keep: 54, other: 1 },
  rhoPerTerm: '1/4',
  levels: { class: '1/2', course: '1/4', institution: '1/4' },
  tiers: [
    { from: 20, every: 'half-term', countShare: '3/8', distributionShare: '0/1', valuedShare: '1/3' },
    { from: 50, every: 'two-weeks', countShare: '1/4', distributionShare: '0/1', valuedShare: '1/3' },
    { from: 200, every: 'week', countShare: '1/8', distributionShare: '1/2', valuedShare: '0/1' },
  ],
  tooFew: 15,
  tooFewPasses: 0.001,
});
