import { checkCount, checkNumber, checkRange, checkSameLength } from '../data/check.ts';
import { FORMATS, type HabitsTruth, type HourEffect, type LearnerTruth, type PaceTruth } from './truth.ts';

const MAX = 1e6;

/**
 * Checks a learner before anything is drawn.
 * @throws DataError naming the field that is not a number or lies out of its range
 */
export function checkLearnerTruth(truth: LearnerTruth): void {
  checkMemory(truth);
  checkContent(truth);
  checkScheduler(truth);
  checkHabits(truth.habits);
  checkPace(truth.pace);
  checkEffects(truth);
  checkNumber('grading.hardShare', truth.grading.hardShare, 0, 1);
  checkNumber('grading.easyShare', truth.grading.easyShare, 0, 1);
}

function checkWeights(column: string, weights: readonly number[]): void {
  checkSameLength(column, weights, 'FSRS-6', { length: 21 });
  checkRange(column, weights, 0, 100);
}

function checkMemory({ memory }: LearnerTruth): void {
  const { forgetting } = memory;
  if (forgetting.kind === 'fsrs6') checkWeights('memory.forgetting.weights', forgetting.weights);
  else {
    checkNumber('memory.forgetting.degree', forgetting.degree, 0, 1);
    checkNumber('memory.forgetting.timeScale', forgetting.timeScale, 0, MAX);
    checkNumber('memory.forgetting.rateAfterAgain', forgetting.rateAfterAgain, 0.001, 10);
    checkNumber('memory.forgetting.rateAfterPass', forgetting.rateAfterPass, 0.001, 10);
    checkNumber('memory.forgetting.gain', forgetting.gain, 0, 100);
    checkNumber('memory.forgetting.loss', forgetting.loss, 1, 100);
  }
  checkNumber('memory.cardSpread', memory.cardSpread, 0, 5);
  checkNumber('memory.knownAtFirst', memory.knownAtFirst, 0, 1);
  checkNumber('memory.sameDayAfterAgain', memory.sameDayAfterAgain, 0, 1);
  checkNumber('memory.sameDayAfterPass', memory.sameDayAfterPass, 0, 1);
  checkNumber('memory.knownSlope', memory.knownSlope, 0, 10);
  checkNumber('memory.sameDaySlope', memory.sameDaySlope, 0, 10);
}

function checkContent({ content }: LearnerTruth): void {
  checkNumber('content.lectureSpread', content.lectureSpread, 0, 5);
  checkNumber('content.firstEasier', content.firstEasier, -10, 10);
  checkNumber('content.firstEasierCards', content.firstEasierCards, 1, 1e6);
  checkNumber('content.objectiveSpread', content.objectiveSpread, 0, 5);
  checkNumber('content.struggleShare', content.struggleShare, 0, 1);
  checkNumber('content.struggleDepth', content.struggleDepth, -10, 0);
  checkNumber('content.prerequisiteChance', content.prerequisiteChance, 0, 1);
  checkNumber('content.prerequisiteWeight', content.prerequisiteWeight, 0, 1);
  checkSameLength('content.formatMix', content.formatMix, 'FORMATS', FORMATS);
  checkRange('content.formatMix', content.formatMix, 0, MAX);
  checkNumber(
    'content.formatMix of all',
    content.formatMix.reduce((a, b) => a + b, 0),
    1e-9,
    MAX,
  );
}

function checkScheduler({ scheduler }: LearnerTruth): void {
  checkWeights('scheduler.weights', scheduler.weights);
  checkNumber('scheduler.desiredRetention', scheduler.desiredRetention, 0.5, 0.999);
  // The app's own bounds: a step of a week at most, and so few that a byte counts them.
  checkRange('scheduler.learningSteps', scheduler.learningSteps, 0.01, 10_080);
  checkRange('scheduler.relearningSteps', scheduler.relearningSteps, 0.01, 10_080);
  checkCount('scheduler.learningSteps.length', scheduler.learningSteps.length, 0, 20);
  checkCount('scheduler.relearningSteps.length', scheduler.relearningSteps.length, 0, 20);
  checkCount('scheduler.maximumIntervalDays', scheduler.maximumIntervalDays, 1, 36_500);
  checkNumber('scheduler.newPerDay', scheduler.newPerDay, 0, 9999);
  checkCount('scheduler.reviewsPerDay', scheduler.reviewsPerDay, 0, 9999);
  checkNumber('scheduler.learnAheadMin', scheduler.learnAheadMin, 0, 720);
}

/** Every field of the habits but the chances of the weekdays, with its range. */
const HABIT_RANGES: Readonly<
  Record<Exclude<keyof HabitsTruth, 'studyChance'>, readonly [low: number, high: number]>
> = {
  utcOffsetMin: [-720, 840],
  startHour: [4.1, 28],
  startSpread: [0, 3],
  sessionMin: [0.1, 1440],
  sessionSpread: [0, 5],
  glanceChance: [0, 1],
  glanceMin: [0.01, 60],
  returnChance: [0, 1],
  returnAfterMin: [0.1, 1440],
  returnSpread: [0, 5],
  finishStepsChance: [0, 1],
  bedtimeHour: [5, 27],
  newCardsSpread: [0, 5],
  noNewChance: [0, 1],
  eagerness: [0, 100],
  eagerDays: [0.1, 366],
  reviewOnlyPerYear: [0, 100],
  reviewOnlyDays: [0, 366],
  holidaysPerYear: [0, 100],
  holidayDays: [0, 366],
  relapsesPerYear: [0, 100],
  relapseDays: [0, 366],
  distractionChance: [0, 1],
  distractionSec: [0, 3600],
  distractionSpread: [0, 5],
  restlessness: [0, 3],
  breakAfterMin: [0, 1440],
  breakMin: [0, 15],
};

function checkHabits(habits: HabitsTruth): void {
  checkSameLength('habits.studyChance', habits.studyChance, 'a week', { length: 7 });
  checkRange('habits.studyChance', habits.studyChance, 0, 1);
  checkCount('habits.utcOffsetMin', habits.utcOffsetMin, -720, 840);
  for (const [field, [low, high]] of Object.entries(HABIT_RANGES))
    checkNumber(`habits.${field}`, habits[field as keyof typeof HABIT_RANGES], low, high);
}

function checkPace(pace: PaceTruth): void {
  for (const kind of [
    'firstPass',
    'firstAgain',
    'learningPass',
    'learningAgain',
    'reviewPass',
    'reviewAgain',
    'relearningPass',
    'relearningAgain',
  ] as const) {
    checkNumber(`pace.${kind}.medianMs`, pace[kind].medianMs, 1, 86_400_000);
    checkNumber(`pace.${kind}.spread`, pace[kind].spread, 0, 5);
  }
  checkNumber('pace.sessionSpread', pace.sessionSpread, 0, 3);
  checkNumber('pace.glimpseShare', pace.glimpseShare, 0, 1);
  checkNumber('pace.glimpseFactor', pace.glimpseFactor, 0, 1);
  checkNumber('pace.tailShare', pace.tailShare, 0, 1);
  checkNumber('pace.tailFactor', pace.tailFactor, 0, 1000);
  checkCount('pace.capMs', pace.capMs, 1, 86_400_000);
  checkNumber('pace.floorMs', pace.floorMs, 0, pace.capMs);
  checkNumber('pace.doubtSlowing', pace.doubtSlowing, 0, 10);
  checkSameLength('pace.formatFactor', pace.formatFactor, 'FORMATS', FORMATS);
  checkRange('pace.formatFactor', pace.formatFactor, 0.01, 100);
}

function checkEffects({ effects }: LearnerTruth): void {
  const { fatigue, overload, drift } = effects;
  checkHour(effects.hour);
  checkNumber('effects.fatigue.onsetMin', fatigue.onsetMin, 0, 1440);
  checkNumber('effects.fatigue.points', fatigue.points, 0, 100);
  checkNumber('effects.fatigue.slowing', fatigue.slowing, 0, 5);
  checkNumber('effects.overload.weeksPerYear', overload.weeksPerYear, 0, 100);
  checkNumber('effects.overload.points', overload.points, 0, 100);
  checkNumber('effects.overload.newCardsFactor', overload.newCardsFactor, 0, 100);
  checkNumber('effects.overload.slowing', overload.slowing, 0, 5);
  checkSameLength('effects.format', effects.format, 'FORMATS', FORMATS);
  checkRange('effects.format', effects.format, -100, 100);
  checkNumber('effects.drift.abilityPerMonth', drift.abilityPerMonth, -100, 100);
  checkNumber('effects.drift.wavePoints', drift.wavePoints, -100, 100);
  checkNumber('effects.drift.waveDays', drift.waveDays, 1, 36_500);
  checkNumber('effects.drift.rhythmHoursPerMonth', drift.rhythmHoursPerMonth, -24, 24);
}

function checkHour(hour: HourEffect): void {
  if (hour.shape === 'none') return;
  checkNumber('effects.hour.points', hour.points, -100, 100);
  const at = hour.shape === 'cosine' ? hour.peakHour : hour.shape === 'cell' ? hour.hour : hour.fromHour;
  checkNumber('effects.hour.hour', at, 0, 24);
}
