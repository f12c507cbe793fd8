import type { StruggleHistory } from '../knowledge/struggle/history.ts';
import { clamp, logit } from '../numeric/special.ts';

/** Of an answer to a card answered on an earlier study day: FSRS expects something of it. */
const LATER_DAY = [
  /** Log-odds of FSRS and their square: a memory model that is wrong in its slope. */
  'retrievability',
  'retrievabilitySquared',
  /** Mean residual of the card and of its objective so far, shrunken; how often the card was judged. */
  'card',
  'objective',
  'cardAnswers',
  'lapses',
  'stability',
  'difficulty',
  /** Mean residual of the learner lately: abilities drift over months. */
  'lately',
] as const;

/** Of an answer in steps, to a card answered earlier on the same day: FSRS expects 1 of it, and nothing can be made of that. */
const SAME_DAY = [
  'afterPass',
  'minutes',
  'minutesSquared',
  'answersToday',
  'passesToday',
  'relearning',
  'firstSight',
  'card',
  'objective',
  'difficulty',
  'lately',
] as const;

/** Weights of nothing in shrunken means, in answers. */
const CARD_PRIOR = 2;
const OBJECTIVE_PRIOR = 15;
const LATELY_PRIOR = 100;
/** An answer counts half after some 700 more: slower than any session or day, which must not explain themselves away. */
const LATELY_FADE = 0.999;
const MINUTE_MS = 60_000;
const RELEARNING = 3;

/** What was known of answers of one kind when they were shown: columns of one value for each of `rows`. */
export interface Covariates {
  /** Rows of the history, rising. */
  readonly rows: Int32Array;
  readonly columns: Float64Array[];
  /** Log-odds that are given beforehand: those of FSRS, or 0. */
  readonly offsets: Float64Array;
}

/**
 * One pass over a history. Every value of a row is computed from answers before it.
 * @param fromDay study day from which rows are wanted; earlier answers only count for what was known
 */
export function recallCovariates(
  history: StruggleHistory,
  fromDay: number,
): { readonly laterDay: Covariates; readonly sameDay: Covariates } {
  const laterDay = new Builder(LATER_DAY.length, history.rows);
  const sameDay = new Builder(SAME_DAY.length, history.rows);
  const past = new Past(history);
  for (let row = 0; row < history.rows; row += 1) {
    const isWanted = history.studyDay[row]! >= fromDay;
    if (isWanted && history.judged[row] === 1)
      laterDay.add(row, past.laterDay(row), past.retrievability(row));
    else if (isWanted && past.isSameDay(row)) sameDay.add(row, past.sameDay(row), 0);
    past.learn(row);
  }
  return { laterDay: laterDay.done(), sameDay: sameDay.done() };
}

/** What the answers so far say of cards, objectives and the learner. */
class Past {
  readonly #history: StruggleHistory;
  readonly #card: ResidualSums;
  readonly #objective: ResidualSums;
  readonly #lapses: Int32Array;
  readonly #difficulty: Float64Array;
  readonly #lastAt: Float64Array;
  readonly #lastDay: Int32Array;
  readonly #lastPass: Uint8Array;
  readonly #firstPass: Uint8Array;
  readonly #answersToday: Int32Array;
  readonly #passesToday: Int32Array;
  #lately = 0;
  #latelyAnswers = 0;

  constructor(history: StruggleHistory) {
    const cards = history.facts.cards.objective.length;
    this.#history = history;
    this.#card = new ResidualSums(cards);
    this.#objective = new ResidualSums(history.facts.objectives.topic.length);
    this.#lapses = new Int32Array(cards);
    this.#difficulty = new Float64Array(cards);
    this.#lastAt = new Float64Array(cards).fill(Number.NaN);
    this.#lastDay = new Int32Array(cards);
    this.#lastPass = new Uint8Array(cards);
    this.#firstPass = new Uint8Array(cards);
    this.#answersToday = new Int32Array(cards);
    this.#passesToday = new Int32Array(cards);
  }

  retrievability(row: number): number {
    return logit(clamp(this.#history.retrievability[row]!, 0.001, 0.999));
  }

  isSameDay(row: number): boolean {
    const card = this.#history.card[row]!;
    return !Number.isNaN(this.#lastAt[card]!) && this.#lastDay[card] === this.#history.studyDay[row];
  }

  laterDay(row: number): number[] {
    const { card, stabilityBefore } = this.#history;
    const of = card[row]!;
    const z = this.retrievability(row);
    return [
      z,
      z * z,
      this.#card.mean(of, CARD_PRIOR),
      this.#ofObjective(row),
      Math.log1p(this.#card.count(of)),
      Math.log1p(this.#lapses[of]!),
      Math.log(stabilityBefore[row]!),
      this.#difficulty[of]!,
      this.#ofLate(),
    ];
  }

  sameDay(row: number): number[] {
    const { card, shownAt, phase } = this.#history;
    const of = card[row]!;
    const minutes = Math.log1p(Math.max(0, shownAt[row]! - this.#lastAt[of]!) / MINUTE_MS);
    return [
      this.#lastPass[of]!,
      minutes,
      minutes * minutes,
      Math.log1p(this.#answersToday[of]!),
      Math.log1p(this.#passesToday[of]!),
      phase[row] === RELEARNING ? 1 : 0,
      this.#firstPass[of]!,
      this.#card.mean(of, CARD_PRIOR),
      this.#ofObjective(row),
      this.#difficulty[of]!,
      this.#ofLate(),
    ];
  }

  learn(row: number): void {
    const { card, studyDay, recalled, judged, objective, phase, retrievability, difficulty, at } =
      this.#history;
    const of = card[row]!;
    const pass = recalled[row]!;
    if (Number.isNaN(this.#lastAt[of]!)) this.#firstPass[of] = pass;
    if (this.#lastDay[of] !== studyDay[row]) {
      this.#answersToday[of] = 0;
      this.#passesToday[of] = 0;
    }
    this.#answersToday[of]! += 1;
    this.#passesToday[of]! += pass;
    this.#lastAt[of] = at[row]!;
    this.#lastDay[of] = studyDay[row]!;
    this.#lastPass[of] = pass;
    this.#difficulty[of] = difficulty[row]!;
    if (judged[row] !== 1) return;
    const residual = pass - retrievability[row]!;
    this.#card.add(of, residual);
    if (objective[row]! >= 0) this.#objective.add(objective[row]!, residual);
    this.#lately = LATELY_FADE * this.#lately + residual;
    this.#latelyAnswers = LATELY_FADE * this.#latelyAnswers + 1;
    if (phase[row] === 2) this.#lapses[of]! += 1 - pass;
  }

  #ofObjective(row: number): number {
    const about = this.#history.objective[row]!;
    return about < 0 ? 0 : this.#objective.mean(about, OBJECTIVE_PRIOR);
  }

  #ofLate(): number {
    return this.#lately / (this.#latelyAnswers + LATELY_PRIOR);
  }
}

class ResidualSums {
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;

  constructor(groups: number) {
    this.#counts = new Int32Array(groups);
    this.#sums = new Float64Array(groups);
  }

  count(group: number): number {
    return this.#counts[group]!;
  }

  mean(group: number, prior: number): number {
    return this.#sums[group]! / (this.#counts[group]! + prior);
  }

  add(group: number, residual: number): void {
    this.#counts[group]! += 1;
    this.#sums[group]! += residual;
  }
}

/** Columns that grow row by row. */
class Builder {
  readonly #rows: Int32Array;
  readonly #columns: Float64Array[];
  readonly #offsets: Float64Array;
  #count = 0;

  constructor(columns: number, most: number) {
    this.#rows = new Int32Array(most);
    this.#offsets = new Float64Array(most);
    this.#columns = Array.from({ length: columns }, () => new Float64Array(most));
  }

  add(row: number, values: readonly number[], offset: number): void {
    this.#rows[this.#count] = row;
    this.#offsets[this.#count] = offset;
    for (let column = 0; column < values.length; column += 1)
      this.#columns[column]![this.#count] = values[column]!;
    this.#count += 1;
  }

  done(): Covariates {
    const upTo = this.#count;
    return {
      rows: this.#rows.slice(0, upTo),
      offsets: this.#offsets.slice(0, upTo),
      columns: this.#columns.map((column) => column.slice(0, upTo)),
    };
  }
}
