import { retrievability } from '../../memory/memory.ts';
import { nextStability } from '../../memory/next-memory.ts';
import { sigmoid } from '../../numeric/special.ts';
import type { StruggleWindow } from './facts.ts';
import type { StruggleHistory } from './history.ts';
import type { LearnerContext } from './learner-context.ts';
import { EFFECT_GRID } from './objective-effects.ts';
import { recallLogOdds, type RecallModel } from './recall-model.ts';
import { firstSights, RECALL_COVARIATES, recallCovariates, type Tally } from './tally.ts';

/** An answer to be expected in a window. */
interface Coming {
  /** Chance that it comes at all. */
  readonly chance: number;
  readonly retrievability: number;
  /** Of recall, by the recall model, before the effect of the objective. */
  readonly logOdds: number;
  /** Whether the card will be in review. */
  readonly inReview: boolean;
}

/** What a window holds for an objective, as far as it is known before. */
export interface WindowForecast {
  /** Judged answers to be expected. */
  readonly answers: number;
  /** Mean of what FSRS gives the cards when they come; NaN without any. */
  readonly retrievability: number;
  /** Mean of the chance to recall them by recall model and effect; NaN without any. */
  readonly recall: number;
  /** Chance that the label will be STRUGGLED; NaN without an answer to come. */
  readonly struggle: number;
}

const COLUMNS = RECALL_COVARIATES.length;
const scratch = new Float64Array(COLUMNS);

/** What the forecast reads. */
export interface ForecastInputs {
  readonly history: StruggleHistory;
  readonly tally: Tally;
  readonly model: RecallModel;
  readonly learner: LearnerContext;
}

/**
 * The chance that an objective will be struggled with, from first principles: which cards come and when, what FSRS expects
 * of each, what the recall model and the objective's own effect expect, and how many more fails than FSRS expects make a
 * struggle. The number of fails is Poisson-binomial for each effect, mixed over the effect's posterior. Cards come when
 * they are due and the learner studies, a failed one again soon after; new ones in their order, at the learner's pace, and
 * come back as this learner's new cards did.
 * @param effects weights over EFFECT_GRID
 */
export function forecastWindow(
  inputs: ForecastInputs,
  objective: number,
  window: StruggleWindow,
  effects: Float64Array,
): WindowForecast {
  const coming = comingAnswers(inputs, objective, window);
  let answers = 0;
  let expected = 0;
  let inReview = 0;
  let reviewFails = 0;
  for (const answer of coming) {
    answers += answer.chance;
    expected += answer.chance * answer.retrievability;
    if (!answer.inReview) continue;
    inReview += answer.chance;
    reviewFails += answer.chance * (1 - answer.retrievability);
  }
  if (answers === 0)
    return { answers: 0, retrievability: Number.NaN, recall: Number.NaN, struggle: Number.NaN };
  const threshold = Math.min(
    answers - expected + 0.1 * answers,
    0.25 * answers,
    answers - inReview + lapseLimit(reviewFails, inReview),
  );
  const fails = new Float64Array(coming.length);
  let struggle = 0;
  let recall = 0;
  for (let node = 0; node < EFFECT_GRID.length; node += 1) {
    const weight = effects[node]!;
    if (weight < 1e-4) continue;
    let failed = 0;
    for (let place = 0; place < coming.length; place += 1) {
      const { chance, logOdds } = coming[place]!;
      fails[place] = chance * sigmoid(-logOdds - EFFECT_GRID[node]!);
      failed += fails[place]!;
    }
    struggle += weight * above(fails, threshold);
    recall += weight * (1 - failed / answers);
  }
  return { answers, retrievability: expected / answers, recall, struggle: Math.min(1, struggle) };
}

/** About how many lapses are just not too many: the upper 5 % of a Poisson-binomial by its mean and variance. */
function lapseLimit(mean: number, count: number): number {
  if (count === 0) return 0;
  return mean + 1.645 * Math.sqrt(mean * (1 - mean / count)) + 0.3;
}

/**
 * P(fails > threshold), averaged over thresholds half a fail to either side: how many answers will come, and with them
 * the threshold, is not known exactly.
 */
function above(fails: Float64Array, threshold: number): number {
  const low = Math.floor(threshold);
  const exactly = new Float64Array(low + 2);
  exactly[0] = 1;
  let more = 0;
  for (const p of fails) {
    more += exactly[low + 1]! * p;
    for (let k = low + 1; k > 0; k -= 1) exactly[k] = exactly[k]! * (1 - p) + exactly[k - 1]! * p;
    exactly[0] = exactly[0] * (1 - p);
  }
  const share = threshold - low;
  return share < 0.5
    ? more + exactly[low + 1]! + (0.5 - share) * exactly[low]!
    : more + (1.5 - share) * exactly[low + 1]!;
}

function comingAnswers(inputs: ForecastInputs, objective: number, window: StruggleWindow): Coming[] {
  const { history, tally } = inputs;
  const { starts, rows } = history.cardsOf;
  const coming: Coming[] = [];
  const end = window.fromDay + window.days;
  for (let place = starts[objective]!; place < starts[objective + 1]!; place += 1) {
    const card = rows[place]!;
    const row = tally.cardRow[card]!;
    if (row < 0) {
      addNewCard(inputs, card, window, coming);
      continue;
    }
    const state = {
      card,
      stability: history.stability[row]!,
      difficulty: history.difficulty[row]!,
      lastDay: history.studyDay[row]!,
      failed: 0,
      first: tally.cardFirst[card]!,
    };
    const day = Math.max(history.dueDay[row]!, window.fromDay);
    addAnswer(inputs, state, day, end, 1, history.inStep[row] === 0, coming);
  }
  return coming;
}

/** A card as it is supposed to be. */
interface Supposed {
  readonly card: number;
  readonly stability: number;
  readonly difficulty: number;
  /** Day of its last answer; a fraction where it is an expectation. */
  readonly lastDay: number;
  /** Supposed fails in the window, and its first sight. */
  readonly failed: number;
  readonly first: number;
}

/** Below this chance what may follow is left out. */
const LEAST_CHANCE = 0.04;

/** The answer to a card that is due from a day on, and those that follow it within the window. */
function addAnswer(
  inputs: ForecastInputs,
  supposed: Supposed,
  dueDay: number,
  end: number,
  before: number,
  inReview: boolean,
  coming: Coming[],
): void {
  if (dueDay >= end) return;
  const { history, tally, model, learner } = inputs;
  const { parameters } = history;
  const { card, stability, difficulty, failed, first } = supposed;
  const skipped = 1 - learner.studyShare;
  const chance = before * (1 - Math.pow(skipped, end - dueDay));
  const delay = Math.min(skipped / learner.studyShare, (end - dueDay - 1) / 2);
  const day = dueDay + Math.max(0, delay);
  const elapsed = Math.max(1, day - supposed.lastDay);
  const recall = retrievability(parameters, stability, elapsed);
  recallCovariates(tally, history, card, recall, stability, scratch, 0, failed, first);
  const logOdds = recallLogOdds(model, scratch, 0);
  coming.push({ chance, retrievability: recall, logOdds, inReview });
  const pass = sigmoid(logOdds);
  for (const recalled of [false, true]) {
    const share = chance * (recalled ? pass : 1 - pass);
    if (share < LEAST_CHANCE) continue;
    const answered = nextStability(parameters, stability, difficulty, elapsed, recalled ? 3 : 1);
    // A forgotten card passes its step the same day.
    const after = recalled ? answered : nextStability(parameters, answered, difficulty, 0, 3);
    const next = { ...supposed, stability: after, lastDay: day, failed: failed + (recalled ? 0 : 1) };
    addAnswer(inputs, next, day + Math.max(1, Math.round(after)), end, share, true, coming);
  }
}

/** A card not yet seen: whether it will be known at first sight is open, and decides how it comes back. */
function addNewCard(inputs: ForecastInputs, card: number, window: StruggleWindow, coming: Coming[]): void {
  const { history, tally, learner } = inputs;
  if (learner.newPerDay === 0) return;
  const day = window.fromDay + learner.newRank[card]! / learner.newPerDay;
  const end = window.fromDay + window.days;
  if (day >= end) return;
  const objective = history.facts.cards.objective[card]!;
  const usual = (tally.learner.firstPasses + 1) / (tally.learner.firsts + 2);
  const known = Math.min(0.98, Math.max(0.02, usual + (objective < 0 ? 0 : firstSights(tally, objective))));
  for (const first of [0, 1] as const) {
    const { cards, logStability, difficulty, intervalDays } = tally.learner.comeBack[first];
    const usualStability = history.parameters.steps.initialStability[first === 1 ? 2 : 0]!;
    const stability = Math.exp((logStability + NEW_PRIOR * Math.log(usualStability)) / (cards + NEW_PRIOR));
    const supposed = {
      card,
      stability,
      difficulty: (difficulty + NEW_PRIOR * 5) / (cards + NEW_PRIOR),
      lastDay: day,
      failed: 0,
      first,
    };
    const interval = (intervalDays + NEW_PRIOR * 2) / (cards + NEW_PRIOR);
    addAnswer(inputs, supposed, day + interval, end, first === 1 ? known : 1 - known, true, coming);
  }
}

/** Cards that would come back as FSRS says, added to those that did. */
const NEW_PRIOR = 5;
