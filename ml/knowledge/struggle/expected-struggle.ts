import type { FsrsParameters } from '../../memory/fsrs-parameters.ts';
import { retrievability } from '../../memory/memory.ts';
import { nextStability } from '../../memory/next-memory.ts';
import { sigmoid } from '../../numeric/special.ts';
import type { StruggleWindow } from './facts.ts';
import type { StruggleHistory } from './history.ts';
import { EFFECT_GRID } from './objective-effects.ts';
import { recallLogOdds, type RecallModel } from './recall-model.ts';
import { RECALL_COVARIATES, recallCovariates, type Tally } from './tally.ts';

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
  /** New cards of the learner a day of the window. */
  readonly newPerDay: number;
}

/**
 * The chance that an objective will be struggled with, from first principles: which cards come and when, what FSRS expects
 * of each, what the recall model and the objective's own effect expect, and how many more fails than FSRS expects make a
 * struggle. The number of fails is Poisson-binomial for each effect, mixed over the effect's posterior. Cards come on the
 * day they are due, a failed one again a day or two later.
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
  let struggle = 0;
  let recall = 0;
  for (let node = 0; node < EFFECT_GRID.length; node += 1) {
    const weight = effects[node]!;
    if (weight < 1e-4) continue;
    const fails = coming.map(({ chance, logOdds }) => chance * sigmoid(-logOdds - EFFECT_GRID[node]!));
    struggle += weight * above(fails, threshold);
    recall += weight * (1 - fails.reduce((sum, fail) => sum + fail, 0) / answers);
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
function above(fails: readonly number[], threshold: number): number {
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
  let unseen = 0;
  for (let place = starts[objective]!; place < starts[objective + 1]!; place += 1) {
    const card = rows[place]!;
    const row = tally.cardRow[card]!;
    if (row < 0) unseen += 1;
    else addCard(inputs, card, row, window, coming);
  }
  addNewCards(inputs, objective, unseen, window, coming);
  return coming;
}

function addCard(
  inputs: ForecastInputs,
  card: number,
  row: number,
  window: StruggleWindow,
  coming: Coming[],
): void {
  const { history } = inputs;
  const lastDay = history.studyDay[row]!;
  const end = window.fromDay + window.days;
  const day = Math.max(history.dueDay[row]!, window.fromDay);
  if (day >= end) return;
  const stability = history.stability[row]!;
  const difficulty = history.difficulty[row]!;
  addAnswer(inputs, card, day, end, day - lastDay, stability, difficulty, 1, 0, coming);
}

/** An answer, and the one that follows it within the window: soon after a fail, or after a pass of a young card. */
function addAnswer(
  inputs: ForecastInputs,
  card: number,
  day: number,
  end: number,
  elapsedDays: number,
  stability: number,
  difficulty: number,
  chance: number,
  failed: number,
  coming: Coming[],
): void {
  const { history, tally, model } = inputs;
  const { parameters } = history;
  const recall = retrievability(parameters, stability, elapsedDays);
  recallCovariates(tally, history, card, recall, stability, scratch, 0, failed);
  const logOdds = recallLogOdds(model, scratch, 0);
  coming.push({ chance, retrievability: recall, logOdds, inReview: true });
  if (chance < 0.02 || elapsedDays < 1) return;
  const pass = sigmoid(logOdds);
  for (const [rating, share] of [
    [1, 1 - pass],
    [3, pass],
  ] as const) {
    const after = nextStability(parameters, stability, difficulty, elapsedDays, rating);
    const interval = Math.max(
      1,
      Math.round(rating === 1 ? afterSteps(parameters, after, difficulty) : after),
    );
    if (day + interval >= end) continue;
    const nextFailed = failed + (rating === 1 ? 1 : 0);
    addAnswer(
      inputs,
      card,
      day + interval,
      end,
      interval,
      after,
      difficulty,
      chance * share,
      nextFailed,
      coming,
    );
  }
}

/** The interval a relearnt card gets: its stability after a pass of the step. */
function afterSteps(parameters: FsrsParameters, stability: number, difficulty: number): number {
  return nextStability(parameters, stability, difficulty, 0, 3);
}

/** Cards not yet seen come in their order at the learner's pace, if this objective is the one under way. */
function addNewCards(
  inputs: ForecastInputs,
  objective: number,
  unseen: number,
  window: StruggleWindow,
  coming: Coming[],
): void {
  if (unseen === 0) return;
  const { history, model, newPerDay } = inputs;
  const { parameters } = history;
  const { starts, rows } = history.cardsOf;
  const stability = parameters.steps.initialStability[2]!;
  const interval = Math.max(1, Math.round(stability));
  const early = Math.min(unseen, newPerDay * Math.max(0, window.days - interval));
  if (early < 0.5) return;
  const recall = retrievability(parameters, stability, interval);
  const card = rows[starts[objective + 1]! - 1]!;
  recallCovariates(inputs.tally, history, card, recall, stability, scratch, 0);
  const logOdds = recallLogOdds(model, scratch, 0);
  for (let left = early; left > 0; left -= 1)
    coming.push({ chance: Math.min(1, left), retrievability: recall, logOdds, inReview: true });
}
