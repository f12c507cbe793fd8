import { foldReviews, type FoldedReviews } from '../../memory/fold-reviews.ts';
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
  const card = inOrder(answers.card, order, new Int32Array(rows));
  const studyDay = inOrder(answers.studyDay, order, new Int32Array(rows));
  const rating = inOrder(answers.rating, order, new Uint8Array(rows));
  const byCard = groupRows(card, cards.objective.length);
  const days = inOrder(studyDay, byCard.rows, new Int32Array(rows));
  const ratings = inOrder(rating, byCard.rows, new Uint8Array(rows));
  const memory = memoryAtRows(
    byCard,
    days,
    foldReviews(parameters, { starts: byCard.starts, days, ratings }),
  );
  const objective = inOrder(cards.objective, card, new Int32Array(rows));
  const shownAt = inOrder(answers.shownAt, order, new Float64Array(rows));
  const at = inOrder(answers.at, order, new Float64Array(rows));
  return {
    facts,
    parameters,
    rows,
    card,
    objective,
    shownAt,
    at,
    studyDay,
    utcOffsetMin: inOrder(answers.utcOffsetMin, order, new Int16Array(rows)),
    phase: inOrder(answers.phase, order, new Uint8Array(rows)),
    recalled: recalledOf(rating),
    confidence:
      answers.confidence === undefined
        ? new Float64Array(rows).fill(Number.NaN)
        : inOrder(answers.confidence, order, new Float64Array(rows)),
    ...memory,
    ...duesOf(studyDay, inOrder(answers.intervalSeconds, order, new Float64Array(rows))),
    session: sessionsOf(shownAt, at),
    byObjective: groupRows(objective, facts.objectives.topic.length),
    byCard,
    cardsOf: groupRows(cards.objective, facts.objectives.topic.length),
  };
}

/** The values at some rows, in a loop of its own for each kind of column: a million closures cost more than the values. */
function inOrder<Column extends Int32Array | Int16Array | Uint8Array | Float64Array>(
  values: Column,
  order: Int32Array,
  into: Column,
): Column {
  for (let place = 0; place < order.length; place += 1) into[place] = values[order[place]!]!;
  return into;
}

type MemoryColumns = Pick<
  StruggleHistory,
  'judged' | 'retrievability' | 'stabilityBefore' | 'stability' | 'difficulty'
>;

/** What was folded card by card, at the rows in the order they were shown. */
function memoryAtRows(byCard: Groups, days: Int32Array, folded: FoldedReviews): MemoryColumns {
  const rows = days.length;
  const judged = new Uint8Array(rows);
  const retrievability = new Float64Array(rows).fill(Number.NaN);
  const stabilityBefore = new Float64Array(rows).fill(Number.NaN);
  const stability = new Float64Array(rows);
  const difficulty = new Float64Array(rows);
  for (let card = 0; card + 1 < byCard.starts.length; card += 1) {
    const [start, end] = [byCard.starts[card]!, byCard.starts[card + 1]!];
    for (let place = start; place < end; place += 1) {
      const row = byCard.rows[place]!;
      stability[row] = folded.stability[place]!;
      difficulty[row] = folded.difficulty[place]!;
      if (place === start) continue;
      stabilityBefore[row] = folded.stability[place - 1]!;
      if (days[place]! <= days[place - 1]!) continue;
      judged[row] = 1;
      retrievability[row] = folded.retrievability[place]!;
    }
  }
  return { judged, retrievability, stabilityBefore, stability, difficulty };
}

function recalledOf(rating: Uint8Array): Uint8Array {
  const recalled = new Uint8Array(rating.length);
  for (let row = 0; row < rating.length; row += 1) recalled[row] = rating[row]! > 1 ? 1 : 0;
  return recalled;
}

/** @param seconds days × 86400, or minus the seconds of a step */
function duesOf(studyDay: Int32Array, seconds: Float64Array): Pick<StruggleHistory, 'dueDay' | 'inStep'> {
  const dueDay = new Int32Array(studyDay.length);
  const inStep = new Uint8Array(studyDay.length);
  for (let row = 0; row < seconds.length; row += 1) {
    dueDay[row] = studyDay[row]! + Math.floor(Math.max(0, seconds[row]!) / DAY_SECONDS);
    inStep[row] = seconds[row]! <= 0 ? 1 : 0;
  }
  return { dueDay, inStep };
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
