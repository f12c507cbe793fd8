import { foldReviews } from '../../memory/fold-reviews.ts';
import type { FsrsParameters } from '../../memory/fsrs-parameters.ts';
import { orderOf } from '../../numeric/order-of.ts';
import { checkFacts } from './check-facts.ts';
import type { StruggleFacts } from './facts.ts';

const DAY_SECONDS = 86_400;
/** A longer gap between an answer and the next card starts another session (twin.md, imported history). */
const SESSION_GAP_MS = 20 * 60_000;

/**
 * A learner's answers in the order they were shown, with what FSRS made of each from the answers before it to the same
 * card. No row holds anything of a later one, so it may be built once from a whole history and read as of any moment.
 */
export interface StruggleHistory {
  readonly facts: StruggleFacts;
  readonly parameters: FsrsParameters;
  readonly rows: number;
  readonly card: Int32Array;
  /** −1: none. */
  readonly objective: Int32Array;
  readonly shownAt: Float64Array;
  readonly at: Float64Array;
  readonly studyDay: Int32Array;
  readonly utcOffsetMin: Int16Array;
  readonly phase: Uint8Array;
  /** 1 where the card was recalled. */
  readonly recalled: Uint8Array;
  readonly confidence: Float64Array;
  /** 1 for an answer to a card answered on an earlier study day: what labels and residuals are made of. */
  readonly judged: Uint8Array;
  /** Just before the answer; NaN unless judged. */
  readonly retrievability: Float64Array;
  /** Days, before the answer (NaN for a first) and after it; difficulty (1 to 10) after it. */
  readonly stabilityBefore: Float64Array;
  readonly stability: Float64Array;
  readonly difficulty: Float64Array;
  /** Study day the answer made the card due. */
  readonly dueDay: Int32Array;
  /** 1 where the answer left the card in a step within the day. */
  readonly inStep: Uint8Array;
  /** Number of the session, rising. */
  readonly session: Int32Array;
  readonly byObjective: Groups;
  readonly byCard: Groups;
  readonly cardsOf: Groups;
}

/** Rows by group, in their order: those of group g are rows[starts[g]] … rows[starts[g + 1] − 1]. */
export interface Groups {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/**
 * @param parameters FSRS weights: the defaults, or weights that were in force before whatever is to be predicted.
 *   Weights fitted to later answers would tell of them.
 * @throws DataError as `checkFacts`; `order` where a card's study days fall
 */
export function struggleHistory(facts: StruggleFacts, parameters: FsrsParameters): StruggleHistory {
  checkFacts(facts);
  const { answers, cards } = facts;
  const order = orderOf(answers.shownAt);
  const rows = order.length;
  const card = order.map((row) => answers.card[row]!);
  const studyDay = order.map((row) => answers.studyDay[row]!);
  const byCard = groupRows(card, cards.objective.length);
  const days = byCard.rows.map((row) => studyDay[row]!);
  const ratings = Uint8Array.from(byCard.rows, (row) => answers.rating[order[row]!]!);
  const folded = foldReviews(parameters, { starts: byCard.starts, days, ratings });

  const judged = new Uint8Array(rows);
  const retrievability = new Float64Array(rows).fill(Number.NaN);
  const stabilityBefore = new Float64Array(rows).fill(Number.NaN);
  const stability = new Float64Array(rows);
  const difficulty = new Float64Array(rows);
  for (let place = 0; place < rows; place += 1) {
    const row = byCard.rows[place]!;
    stability[row] = folded.stability[place]!;
    difficulty[row] = folded.difficulty[place]!;
    if (place === byCard.starts[card[row]!]) continue;
    stabilityBefore[row] = folded.stability[place - 1]!;
    if (days[place]! <= days[place - 1]!) continue;
    judged[row] = 1;
    retrievability[row] = folded.retrievability[place]!;
  }
  const objective = card.map((id) => cards.objective[id]!);
  const seconds = Float64Array.from(order, (row) => answers.intervalSeconds[row]!);
  const shownAt = Float64Array.from(order, (row) => answers.shownAt[row]!);
  const at = Float64Array.from(order, (row) => answers.at[row]!);
  return {
    facts,
    parameters,
    rows,
    card,
    objective,
    shownAt,
    at,
    studyDay,
    utcOffsetMin: Int16Array.from(order, (row) => answers.utcOffsetMin[row]!),
    phase: Uint8Array.from(order, (row) => answers.phase[row]!),
    recalled: Uint8Array.from(order, (row) => (answers.rating[row]! > 1 ? 1 : 0)),
    confidence: Float64Array.from(order, (row) => answers.confidence?.[row] ?? Number.NaN),
    judged,
    retrievability,
    stabilityBefore,
    stability,
    difficulty,
    dueDay: studyDay.map((day, row) => day + Math.floor(Math.max(0, seconds[row]!) / DAY_SECONDS)),
    inStep: Uint8Array.from(seconds, (given) => (given <= 0 ? 1 : 0)),
    session: sessionsOf(shownAt, at),
    byObjective: groupRows(objective, facts.objectives.topic.length),
    byCard,
    cardsOf: groupRows(cards.objective, facts.objectives.topic.length),
  };
}

/** @param keys group of each row; negative for none */
export function groupRows(keys: Int32Array, groups: number): Groups {
  const starts = new Int32Array(groups + 1);
  for (const key of keys) if (key >= 0) starts[key + 1]! += 1;
  for (let group = 0; group < groups; group += 1) starts[group + 1]! += starts[group]!;
  const next = starts.slice(0, groups);
  const rows = new Int32Array(starts[groups]!);
  for (let row = 0; row < keys.length; row += 1) if (keys[row]! >= 0) rows[next[keys[row]!]!++] = row;
  return { starts, rows };
}

function sessionsOf(shownAt: Float64Array, at: Float64Array): Int32Array {
  const session = new Int32Array(shownAt.length);
  for (let row = 1; row < session.length; row += 1)
    session[row] = session[row - 1]! + (shownAt[row]! - at[row - 1]! > SESSION_GAP_MS ? 1 : 0);
  return session;
}
