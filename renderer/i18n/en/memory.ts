import {
  formatDecimal,
  formatMinutes,
  formatNumber,
  formatPercent,
  formatStudyDay,
  formatWeekday,
  plural,
} from '../format.ts';

const losses = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
/** Log loss is below one: ".371". */
const loss = (value: number): string => losses.format(value).replace(/^0/, '');

type Judged = {
  reviews: number;
  heldOut: number;
  defaultLoss: number;
  inForceLoss: number;
  fittedLoss: number;
};
type Interval = { low: number; high: number };

const better = (than: number, now: number): string => `${formatDecimal(((than - now) / than) * 100)}%`;

/** An end of an interval that is above zero must not read as zero. */
const end = (share: number): string => (share < 0.0005 ? 'less than 0.1' : formatDecimal(share * 100));

/** What a gain of log loss is worth, with its interval, in shares of the loss before. */
const between = (than: number, { low, high }: Interval): string =>
  `${end(low / than)} to ${end(high / than)}%`;

export const memory = {
  title: 'Memory',
  intro:
    'Americano plans each card by how you forget. Once you have answered enough, it fits its memory model to your own answers, and uses the fit only where it predicts later answers better.',
  gate: (answers: number, needed: number) => `${formatNumber(answers)} of ${formatNumber(needed)} reviews`,
  gateText:
    'The first fit needs this many answers to cards you had learnt before: 400 to learn from, the rest to judge by. Until then the standard parameters are in force.',
  ready: 'There is enough to fit to. It happens at the next idle minute, or now.',
  chosenStandard: 'The standard parameters are in force, as you chose.',
  fitted: ({ reviews, heldOut, defaultLoss, fittedLoss }: Judged) =>
    `Fitted to ${formatNumber(reviews)} of your reviews: predictions on later answers are ${better(defaultLoss, fittedLoss)} sharper than with the standard parameters (log loss ${loss(fittedLoss)} against ${loss(defaultLoss)}, n = ${formatNumber(heldOut)}).`,
  against: ({ inForceLoss }: Judged, gain: Interval) =>
    `Against the parameters in force before, 90% interval: ${between(inForceLoss, gain)}. Neither had seen these answers.`,
  againstPlain: ({ inForceLoss }: Judged, gain: Interval) =>
    `Against the fit that does not look at times, 90% interval: ${between(inForceLoss, gain)}. Neither had seen these answers.`,
  fittedOn: (studyDay: number) => `Fitted on ${formatStudyDay(studyDay)}.`,
  refused: (studyDay: number, { heldOut, inForceLoss, fittedLoss }: Judged) =>
    `The fit of ${formatStudyDay(studyDay)} was not taken up: on ${plural(heldOut, 'later answer', 'later answers')} it was not better beyond chance (log loss ${loss(fittedLoss)} against ${loss(inForceLoss)}). What was in force stays.`,
  refusedTooFew: (studyDay: number) =>
    `The fit of ${formatStudyDay(studyDay)} was not taken up: there were too few later answers to judge it by.`,
  next: (answers: number, nextAt: number) =>
    answers >= nextAt
      ? 'The next fit is due: at the next idle minute.'
      : `The next fit comes at ${formatNumber(nextAt)} reviews; you have ${formatNumber(answers)}.`,
  today: 'Today has had its fit; a day has one.',
  fitNow: 'Fit now',
  reading: 'Reading your answers…',
  fitting: (share: number) => `Fitting: ${formatPercent(share)}`,
  progress: 'Fit of the memory model',
  fitFailed: (why: string) => `The fit did not end well. ${why}`,
  refolding: (cards: number) =>
    `Memories are computed anew with these parameters: ${plural(cards, 'card', 'cards')} to go. Due dates stay as they are.`,
  model: 'Memory model',
  modelHint:
    'Only fits to your own answers are used. Parameters that came with a deck or preset are not: nothing here has judged them. Changing this moves no due date.',
  models: { fitted: 'Fitted to you', time_graded: 'Fitted, graded by time', default: 'Standard' },
  offer: ({ heldOut, inForceLoss, fittedLoss }: Judged, gain: Interval) =>
    `How long you take says more than the button: counting your fastest Goods as Easy and your slowest as Hard makes predictions another ${better(inForceLoss, fittedLoss)} sharper (log loss ${loss(fittedLoss)} against ${loss(inForceLoss)}, n = ${formatNumber(heldOut)}; 90% interval ${between(inForceLoss, gain)}). The buttons still give the intervals they show.`,
  offerTitle: 'Graded by time',
  takeOffer: 'Use it',
  reschedule: 'Due dates',
  rescheduleText:
    'A new fit leaves every due date where it is; each card gets its new interval at its next answer. You can move all dates at once instead.',
  previewReschedule: 'Preview new dates',
  previewTitle: 'New due dates',
  working: 'Looking at every card…',
  moves: (cards: number, earlier: number, later: number) =>
    `Of ${plural(cards, 'card', 'cards')} in review, ${formatNumber(earlier)} would come earlier and ${formatNumber(later)} later; the others stay.`,
  intervals: (before: number, after: number, retention: number) =>
    `The mean interval goes from ${formatDecimal(before)} to ${formatDecimal(after)} days, at ${formatPercent(retention)} desired retention. Cards that are due stay due. Where a day has reached your limit of reviews, cards go to the next with room, never later than they are now.`,
  nothingToMove: 'Every card already stands where this memory would put it.',
  loadChart: 'Reviews due',
  loadNote: '30 days, now and after',
  loadDescription: (before: number, after: number) =>
    `Reviews due on each of the next 30 days. Today ${formatNumber(before)} now, ${formatNumber(after)} after.`,
  loadColumns: ['Day', 'Now', 'After'] as const,
  loadDay: (studyDay: number, index: number) =>
    index === 0 ? 'Today' : `${formatWeekday(studyDay)} ${formatStudyDay(studyDay)}`,
  loadTick: (index: number) => (index === 0 ? 'Today' : `+${index}`),
  loadNow: 'Now',
  loadAfter: 'After',
  loadStop: (day: string, before: number, after: number) =>
    `${day}: ${formatNumber(before)} now, ${formatNumber(after)} after`,
  move: 'Move the dates',
  moved: (cards: number) => `${plural(cards, 'card has', 'cards have')} a new due date.`,
  workload: 'What a retention costs',
  workloadText: 'How many minutes a day each desired retention would ask of the cards you have in review.',
  showWorkload: 'Work it out',
  workloadChart: 'Minutes a day by desired retention',
  workloadColumns: { retention: 'Desired retention', minutes: 'Minutes a day' },
  workloadNow: (minutes: number) => `Now: ${formatDecimal(minutes)} min`,
  workloadDescription: (now: number, minutes: number) =>
    `Minutes of review a day, rising with desired retention. At ${formatPercent(now)}, ${formatDecimal(minutes)}.`,
  workloadValue: (minutes: number) => `${formatDecimal(minutes)} min`,
  workloadAssumptions: (parts: {
    cards: number;
    sampled: number;
    days: number;
    passMs: number;
    failMs: number;
  }) =>
    `Simulated over ${parts.days} days from ${
      parts.sampled < parts.cards
        ? `a sample of ${formatNumber(parts.sampled)} of your ${plural(parts.cards, 'card', 'cards')}`
        : plural(parts.cards, 'card', 'cards')
    } in review, with the parameters in force: ${formatDecimal(parts.passMs / 1000)} s for an answer you know, ${formatDecimal(parts.failMs / 1000)} s for one you forgot, learnt again the same day. Without new cards, limits of a day, and days off.`,
  workloadAt: (retention: number, remembered: number, reviews: number, ms: number) =>
    `At ${formatPercent(retention)} you would review ${formatNumber(Math.round(reviews))} cards in ${formatMinutes(ms)} a day and know ${formatPercent(remembered)} of them on an average day.`,
  workloadNone: 'No card is in review yet.',
} as const;
