import { logit } from '../../numeric/special.ts';
import type { StruggleHistory } from './history.ts';

/**
 * What is known of a learner after the answers given so far: running sums by card, objective, format and learner, one
 * answer in O(1). Everything that is computed as of a moment is read from a tally of the answers before it.
 */
export interface Tally {
  /** By card: answers, judged ones, their residuals summed, failed ones, and whether the first was a pass (1), not (0) or is to come (−1). */
  readonly cardRow: Int32Array;
  readonly cardJudged: Int32Array;
  readonly cardResidual: Float64Array;
  readonly cardLapses: Int32Array;
  readonly cardFirst: Int8Array;
  /** By objective: judged answers, residuals summed; first sights and passes; answers within a day and fails. */
  readonly judged: Float64Array;
  readonly residual: Float64Array;
  readonly firsts: Float64Array;
  readonly firstPasses: Float64Array;
  readonly steps: Float64Array;
  readonly stepFails: Float64Array;
  readonly formatJudged: Float64Array;
  readonly formatResidual: Float64Array;
  /** By format, phase group and outcome: answers and log times summed. */
  readonly paceCount: Float64Array;
  readonly paceLog: Float64Array;
  /** Of the learner: the same, and recent judged answers with residuals, older ones fading. */
  readonly learner: LearnerTally;
}

interface LearnerTally {
  firsts: number;
  firstPasses: number;
  steps: number;
  stepFails: number;
  recent: number;
  recentResidual: number;
  /** First judged answers of cards, by whether their first sight was a pass (1) or not (0): how they come back. */
  readonly comeBack: readonly [ComeBack, ComeBack];
}

/** Sums over cards that came back on a later day for the first time. */
interface ComeBack {
  cards: number;
  logStability: number;
  difficulty: number;
  intervalDays: number;
}

const FORMATS = 256;
/** A judged answer counts half after some 140 more. */
const FADE = 0.995;
/** Weights of nothing in shrunken means, in answers: what a few answers say of a card, an objective, a format. */
const CARD_PRIOR = 2;
const FIRST_PRIOR = 6;
const STEP_PRIOR = 15;
const NEEDED_PRIOR = 15;
const FORMAT_PRIOR = 60;
const RECENT_PRIOR = 20;

export function newTally(history: StruggleHistory): Tally {
  const cards = history.facts.cards.objective.length;
  const objectives = history.facts.objectives.topic.length;
  return {
    cardRow: new Int32Array(cards).fill(-1),
    cardJudged: new Int32Array(cards),
    cardResidual: new Float64Array(cards),
    cardLapses: new Int32Array(cards),
    cardFirst: new Int8Array(cards).fill(-1),
    judged: new Float64Array(objectives),
    residual: new Float64Array(objectives),
    firsts: new Float64Array(objectives),
    firstPasses: new Float64Array(objectives),
    steps: new Float64Array(objectives),
    stepFails: new Float64Array(objectives),
    formatJudged: new Float64Array(FORMATS),
    formatResidual: new Float64Array(FORMATS),
    paceCount: new Float64Array(FORMATS * 8),
    paceLog: new Float64Array(FORMATS * 8),
    learner: {
      firsts: 0,
      firstPasses: 0,
      steps: 0,
      stepFails: 0,
      recent: 0,
      recentResidual: 0,
      comeBack: [newComeBack(), newComeBack()],
    },
  };
}

function newComeBack(): ComeBack {
  return { cards: 0, logStability: 0, difficulty: 0, intervalDays: 0 };
}

/** Carries an answer into the tally. */
export function tallyAnswer(tally: Tally, history: StruggleHistory, row: number): void {
  const card = history.card[row]!;
  const objective = history.objective[row]!;
  const format = history.facts.cards.format[card]!;
  const recalled = history.recalled[row]!;
  const { learner } = tally;
  const before = tally.cardRow[card]!;
  tally.cardRow[card] = row;
  const kind = paceKind(history, row);
  tally.paceCount[kind]! += 1;
  tally.paceLog[kind]! += logTime(history, row);
  if (history.judged[row] === 1) {
    const residual = recalled - history.retrievability[row]!;
    if (tally.cardJudged[card] === 0 && before >= 0)
      addComeBack(learner.comeBack[tally.cardFirst[card] === 1 ? 1 : 0], history, before);
    tally.cardJudged[card]! += 1;
    tally.cardResidual[card]! += residual;
    tally.cardLapses[card]! += 1 - recalled;
    tally.formatJudged[format]! += 1;
    tally.formatResidual[format]! += residual;
    learner.recent = FADE * learner.recent + 1;
    learner.recentResidual = FADE * learner.recentResidual + residual;
    if (objective >= 0) {
      tally.judged[objective]! += 1;
      tally.residual[objective]! += residual;
    }
  } else if (tally.cardFirst[card] === -1) {
    tally.cardFirst[card] = recalled;
    learner.firsts += 1;
    learner.firstPasses += recalled;
    if (objective >= 0) {
      tally.firsts[objective]! += 1;
      tally.firstPasses[objective]! += recalled;
    }
  } else {
    learner.steps += 1;
    learner.stepFails += 1 - recalled;
    if (objective >= 0) {
      tally.steps[objective]! += 1;
      tally.stepFails[objective]! += 1 - recalled;
    }
  }
}

/** @param before the last answer of the day on which the card was first seen */
function addComeBack(sums: ComeBack, history: StruggleHistory, before: number): void {
  sums.cards += 1;
  sums.logStability += Math.log(history.stability[before]!);
  sums.difficulty += history.difficulty[before]!;
  sums.intervalDays += Math.max(1, history.dueDay[before]! - history.studyDay[before]!);
}

/** Log of the answer's time over what answers of its kind took so far; NaN before there are ten. */
export function relativeLogTime(tally: Tally, history: StruggleHistory, row: number): number {
  const kind = paceKind(history, row);
  const count = tally.paceCount[kind]!;
  return count < 10 ? Number.NaN : logTime(history, row) - tally.paceLog[kind]! / count;
}

function paceKind(history: StruggleHistory, row: number): number {
  const phase = history.phase[row]!;
  return 8 * history.facts.cards.format[history.card[row]!]! + 2 * phase + history.recalled[row]!;
}

function logTime(history: StruggleHistory, row: number): number {
  return Math.log(Math.max(100, history.at[row]! - history.shownAt[row]!));
}

/** What the recall of a card at a moment is predicted from, in the order of `recallCovariates`. */
export const RECALL_COVARIATES = [
  'log-odds of retrievability',
  'log of stability',
  'residual of the card',
  'log of 1 + lapses',
  'first sight was a pass',
  'first sights of the objective',
  'slips in steps of the objective',
  'residual of prerequisites',
  'recent residual',
  'residual of the format',
] as const;

/**
 * Writes the covariates of a judged answer to `card` as known now into `into` at `offset`.
 * @param retrievability then, 0 to 1
 * @param stability before it, days
 * @param failed fails supposed before it that have not happened yet
 * @param first whether the first sight of the card was a pass; supposed for a card still to come
 */
export function recallCovariates(
  tally: Tally,
  history: StruggleHistory,
  card: number,
  retrievability: number,
  stability: number,
  into: Float64Array,
  offset: number,
  failed = 0,
  first: number = tally.cardFirst[card]!,
): void {
  const { cards } = history.facts;
  const objective = cards.objective[card]!;
  const format = cards.format[card]!;
  const { learner } = tally;
  into[offset] = logit(Math.min(0.998, Math.max(0.02, retrievability)));
  into[offset + 1] = Math.log(stability);
  into[offset + 2] =
    (tally.cardResidual[card]! - 0.9 * failed) / (tally.cardJudged[card]! + failed + CARD_PRIOR);
  into[offset + 3] = Math.log1p(tally.cardLapses[card]! + failed);
  const usual = (learner.firstPasses + 1) / (learner.firsts + 2);
  into[offset + 4] = first === -1 ? 0 : first - usual;
  into[offset + 5] = objective < 0 ? 0 : firstSights(tally, objective);
  into[offset + 6] = objective < 0 ? 0 : slips(tally, objective);
  into[offset + 7] = objective < 0 ? 0 : neededResidual(tally, history, objective);
  into[offset + 8] = learner.recentResidual / (learner.recent + RECENT_PRIOR);
  into[offset + 9] = tally.formatResidual[format]! / (tally.formatJudged[format]! + FORMAT_PRIOR);
}

/** Share of first sights that were passes, less the learner's, shrunken. */
export function firstSights(tally: Tally, objective: number): number {
  const usual = (tally.learner.firstPasses + 1) / (tally.learner.firsts + 2);
  const count = tally.firsts[objective]!;
  return (tally.firstPasses[objective]! - usual * count) / (count + FIRST_PRIOR);
}

/** Share of slips in steps, less the learner's, shrunken. */
export function slips(tally: Tally, objective: number): number {
  const usual = tally.learner.stepFails / (tally.learner.steps + 1);
  const count = tally.steps[objective]!;
  return (tally.stepFails[objective]! - usual * count) / (count + STEP_PRIOR);
}

function neededResidual(tally: Tally, history: StruggleHistory, objective: number): number {
  const needed = history.facts.objectives.prerequisites[objective]!;
  let sum = 0;
  for (const other of needed) sum += tally.residual[other]! / (tally.judged[other]! + NEEDED_PRIOR);
  return needed.length === 0 ? 0 : sum / needed.length;
}
