import { logit } from '../../numeric/special.ts';
import type { StruggleWindow } from './facts.ts';
import { forecastWindow } from './expected-struggle.ts';
import type { StruggleHistory } from './history.ts';
import type { LearnerContext } from './learner-context.ts';
import { EFFECT_GRID, meanEffect, type EffectPosteriors } from './objective-effects.ts';
import { objectiveHistory, RETENTION_DAYS } from './objective-history.ts';
import type { RecallModel } from './recall-model.ts';
import { STRUGGLE_FEATURES, type StruggleFeatureValues } from './schema.ts';
import { firstSights, slips, type Tally } from './tally.ts';

/** Everything known at the start of a window. */
export interface WindowState {
  readonly history: StruggleHistory;
  /** Of the answers before `asOf`. */
  readonly tally: Tally;
  readonly relativeTime: Float64Array;
  readonly window: StruggleWindow;
  /** Of the windows that ended before this one, in their order: 1, 0 or −1 by objective for struggled, fine, not studied. */
  readonly past: readonly Int8Array[];
  readonly learner: LearnerContext;
  readonly model: RecallModel;
  readonly effects: EffectPosteriors;
  readonly counted: CountedBefore;
}

/** What several objectives of a window ask for, counted once: whole numbers by objective, and a mean by topic. */
export interface CountedBefore {
  readonly retention: Map<number, { readonly answers: number; readonly passes: number }>;
  readonly confidence: Map<number, number>;
}

const DESIRED_RETENTION = 0.9;
const WEAK_RETENTION = 0.75;
const OBJECTIVE_PRIOR = 20;
const FORMAT_PRIOR = 60;
const RECENT_PRIOR = 20;
const CONFIDENCE_DAYS = 90;
const CONFIDENCE_ANSWERS = 5;
/** Past windows looked back on: a quarter of a year. */
const PAST_WINDOWS = 13;

/** Writes the features of an objective in the order of STRUGGLE_FEATURES. */
export function writeFeatures(state: WindowState, objective: number, into: Float64Array): void {
  const values = valuesOf(state, objective);
  for (const [column, feature] of STRUGGLE_FEATURES.entries()) into[column] = values[feature];
}

function valuesOf(state: WindowState, objective: number): StruggleFeatureValues {
  const { history, tally, window, learner, model, effects } = state;
  const { asOf, fromDay } = window;
  const own = objectiveHistory(history, state.relativeTime, objective, asOf, fromDay);
  const { starts, rows } = history.cardsOf;
  const cards = rows.subarray(starts[objective], starts[objective + 1]);
  const complexity = complexityOf(state, cards);
  const nodes = EFFECT_GRID.length;
  const weights = effects.weights.subarray(objective * nodes, (objective + 1) * nodes);
  const inputs = { history, tally, model, learner };
  const forecast = forecastWindow(inputs, objective, window, weights);
  const topic = history.facts.objectives.topic[objective]!;
  const needed = history.facts.objectives.prerequisites[objective]!;
  const judged = tally.judged[objective]!;
  return {
    ...own,
    topicRetention: retentionOf(state, othersOfTopic(history, objective, topic)),
    residual: judged === 0 ? Number.NaN : tally.residual[objective]! / (judged + OBJECTIVE_PRIOR),
    effect: judged === 0 ? Number.NaN : meanEffect(effects, objective),
    assessmentScore: lastScore(state, objective),
    ...prerequisites(state, needed),
    complexity,
    complexityGap: complexity - learner.ability,
    firstSights: tally.firsts[objective] === 0 ? Number.NaN : firstSights(tally, objective),
    slips: tally.steps[objective] === 0 ? Number.NaN : slips(tally, objective),
    pastStruggle: shareStruggled(state, [...othersOfTopic(history, objective, topic), ...needed]),
    ownStruggle: shareStruggled(state, [objective]),
    formatEffect: formatEffect(state, cards),
    hourEffect: learner.hourEffect,
    recentResidual:
      tally.learner.recent === 0
        ? Number.NaN
        : tally.learner.recentResidual / (tally.learner.recent + RECENT_PRIOR),
    load: window.load,
    daysToExam: daysToExam(state, objective),
    workload: learner.judgedPerDay === 0 ? Number.NaN : learner.dueCards / window.days / learner.judgedPerDay,
    expectedAnswers: forecast.answers,
    dueRetrievability: forecast.retrievability,
    confidenceCalibration: confidenceOf(state, topic),
    expectedStruggle: logit(forecast.struggle, 1e-3),
    expectedRecall: forecast.recall,
  };
}

function othersOfTopic(history: StruggleHistory, objective: number, topic: number): number[] {
  const others: number[] = [];
  for (const [other, itsTopic] of history.facts.objectives.topic.entries())
    if (itsTopic === topic && other !== objective) others.push(other);
  return others;
}

/** Recall of some objectives in the last 30 days; NaN without an answer. */
function retentionOf(state: WindowState, objectives: readonly number[]): number {
  const { retention } = state.counted;
  let [answers, passes] = [0, 0];
  for (const objective of objectives) {
    const known = retention.get(objective) ?? countRetention(state, objective);
    retention.set(objective, known);
    answers += known.answers;
    passes += known.passes;
  }
  return passes / answers;
}

function countRetention(
  { history, window }: WindowState,
  objective: number,
): { answers: number; passes: number } {
  const { starts, rows } = history.byObjective;
  let [answers, passes] = [0, 0];
  for (let place = starts[objective + 1]! - 1; place >= starts[objective]!; place -= 1) {
    const row = rows[place]!;
    if (history.studyDay[row]! < window.fromDay - RETENTION_DAYS) break;
    if (history.judged[row] === 0 || history.at[row]! >= window.asOf) continue;
    answers += 1;
    passes += history.recalled[row]!;
  }
  return { answers, passes };
}

function prerequisites(
  state: WindowState,
  needed: readonly number[],
): { weakPrerequisiteShare: number; prerequisiteGap: number } {
  const known = needed.map((other) => retentionOf(state, [other])).filter((share) => !Number.isNaN(share));
  const weak = known.filter((share) => share < WEAK_RETENTION).length;
  const mean = known.reduce((sum, share) => sum + share, 0) / known.length;
  return { weakPrerequisiteShare: weak / known.length, prerequisiteGap: DESIRED_RETENTION - mean };
}

/** Mean FSRS difficulty of the cards seen, 1 to 10 put on 0 to 1; NaN without one. */
function complexityOf({ history, tally }: WindowState, cards: Int32Array): number {
  let [seen, sum] = [0, 0];
  for (const card of cards) {
    const row = tally.cardRow[card]!;
    if (row < 0) continue;
    seen += 1;
    sum += (history.difficulty[row]! - 1) / 9;
  }
  return sum / seen;
}

function formatEffect({ history, tally }: WindowState, cards: Int32Array): number {
  let sum = 0;
  for (const card of cards) {
    const format = history.facts.cards.format[card]!;
    sum += tally.formatResidual[format]! / (tally.formatJudged[format]! + FORMAT_PRIOR);
  }
  return sum / cards.length;
}

function shareStruggled({ past }: WindowState, objectives: readonly number[]): number {
  let [judged, struggled] = [0, 0];
  for (const outcomes of past.slice(-PAST_WINDOWS))
    for (const objective of objectives) {
      const outcome = outcomes[objective]!;
      if (outcome < 0) continue;
      judged += 1;
      struggled += outcome;
    }
  return struggled / judged;
}

function lastScore({ history, window }: WindowState, objective: number): number {
  let [at, last] = [Number.NEGATIVE_INFINITY, Number.NaN];
  for (const test of history.facts.practiceTests)
    if (test.objective === objective && test.at < window.asOf && test.at > at) {
      at = test.at;
      last = test.score;
    }
  return last;
}

function daysToExam({ history, window }: WindowState, objective: number): number {
  let next = Number.NaN;
  for (const { knownAt, studyDay, objectives } of history.facts.exams) {
    if (knownAt >= window.asOf || studyDay < window.fromDay) continue;
    if (objectives !== null && !objectives.includes(objective)) continue;
    const days = studyDay - window.fromDay;
    if (Number.isNaN(next) || days < next) next = days;
  }
  return next;
}

function confidenceOf(state: WindowState, topic: number): number {
  const { confidence } = state.counted;
  const known = confidence.get(topic) ?? confidenceCalibration(state, topic);
  confidence.set(topic, known);
  return known;
}

function confidenceCalibration({ history, window }: WindowState, topic: number): number {
  const { starts, rows } = history.byObjective;
  let [answers, over] = [0, 0];
  for (const [objective, itsTopic] of history.facts.objectives.topic.entries()) {
    if (itsTopic !== topic) continue;
    for (let place = starts[objective + 1]! - 1; place >= starts[objective]!; place -= 1) {
      const row = rows[place]!;
      if (history.studyDay[row]! < window.fromDay - CONFIDENCE_DAYS) break;
      const confidence = history.confidence[row]!;
      if (Number.isNaN(confidence) || history.at[row]! >= window.asOf) continue;
      answers += 1;
      over += confidence - history.recalled[row]!;
    }
  }
  return answers < CONFIDENCE_ANSWERS ? Number.NaN : over / answers;
}
