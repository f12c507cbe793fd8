import { formatDecimal, formatPercent, formatNumber, plural } from '../format.ts';

const days = (value: number): string =>
  value < 10 ? `${formatDecimal(value)} days` : `${formatNumber(Math.round(value))} days`;

export const twinMemory = {
  title: 'Your forgetting curve',
  chart: 'Recalled after some days without a look',
  chartNote: 'by days since the answer before',
  description: (n: number) =>
    `Share of cards recalled by days since the answer before, from ${plural(n, 'answer', 'answers')}.`,
  gate: 'The curve needs answers to cards seen before, over a month.',
  you: 'You',
  expected: 'Expected with your parameters',
  standard: 'Expected with the standard ones',
  xName: 'Days since the answer before',
  day: (value: number) => (value < 10 ? formatDecimal(value) : formatNumber(Math.round(value))),
  share: formatPercent,
  halfLife: (value: number, low: number, high: number) =>
    `Half of what you learn would be gone after ${days(value)} without a look, if all cards were alike. You never wait that long, so it hangs on the shape of forgetting that is assumed: ${days(low)} to ${days(high)}.`,
  noHalfLife: 'Your last answers were all recalled, or all forgotten: there is no half-life to compute.',
  /** `expected` is null where the standard parameters are in force. */
  recall: (observed: number, expected: number | null, standard: number) =>
    expected === null
      ? `You recalled ${formatPercent(observed)}; the standard parameters, which were in force, expected ${formatPercent(standard)} of the same answers.`
      : `You recalled ${formatPercent(observed)}; your parameters expected ${formatPercent(expected)} of the same answers, the standard ones ${formatPercent(standard)}.`,
  calibration: 'What was expected and what you recalled',
  calibrationDescription: (n: number) =>
    `Share recalled by the probability the parameters gave, from ${plural(n, 'answer', 'answers')}.`,
  calibrationText: (isFitted: boolean) =>
    `On the line, seven of ten cards with a probability of 70% are recalled.${isFitted ? ' These are answers your parameters were fitted to as well, so that they look a little better than they are.' : ''}`,
  text: 'Cards come when they are nearly forgotten, so the curve is not that of a single card: cards that come after many days are those you know well.',
} as const;
