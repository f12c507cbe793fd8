import type { ResolvedScope } from '../library/scope.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';

type Head = { card_id: number; due_at: number };

const ofScope = 'lecture_id IN (SELECT value FROM json_each(@lectures))';
const inSteps = 'queue = 1 AND (buried_on IS NULL OR buried_on <> @today)';
/** The whole library is asked without its lectures: no row is compared with a list then. */
const learningHead = {
  everywhere: statement<{ today: number }, Head>(
    'study.firstLearning',
    `SELECT card_id, due_at FROM card_states WHERE ${inSteps} ORDER BY due_at, card_id LIMIT 2`,
  ),
  inScope: statement<{ today: number; lectures: string }, Head>(
    'study.firstLearningInScope',
    `SELECT card_id, due_at FROM card_states WHERE ${inSteps} AND ${ofScope} ORDER BY due_at, card_id LIMIT 2`,
  ),
};
const learningCount = {
  everywhere: statement<{ today: number }, { n: number }>(
    'study.learningCount',
    // Two counts that each read one index, not the rows of thousands of cards.
    `SELECT (SELECT count(*) FROM card_states WHERE queue = 1)
       - (SELECT count(*) FROM card_states WHERE queue = 1 AND buried_on = @today) AS n`,
  ),
  inScope: statement<{ today: number; lectures: string }, { n: number }>(
    'study.learningCountInScope',
    `SELECT count(*) AS n FROM card_states WHERE ${inSteps} AND ${ofScope}`,
  ),
};
/** Cards that a session of one's own choice has put into their steps. */
const learningOfSession = statement<{ today: number; session: number }, Head>(
  'study.learningOfSession',
  `SELECT card_id, due_at FROM card_states WHERE ${inSteps}
     AND card_id IN (SELECT card_id FROM live_reviews WHERE session_id = @session) ORDER BY due_at, card_id`,
);
const learningByLecture = statement<{ today: number }, { lecture_id: number; n: number }>(
  'study.learningByLecture',
  `SELECT lecture_id, count(*) AS n FROM card_states WHERE ${inSteps} GROUP BY lecture_id`,
);

export type Waiting = { card: number; dueAt: number };

/** The two cards in steps that are due first, and how many there are. */
export type InSteps = { first: Waiting | undefined; second: Waiting | undefined; count: number };

/** Practice leaves steps to the sessions that schedule. */
export const noneInSteps: InSteps = { first: undefined, second: undefined, count: 0 };

const waiting = ({ card_id: card, due_at: dueAt }: Head): Waiting => ({ card, dueAt });

/** Cards in steps of a scope. */
export const inStepsOfScope = (reader: StoreReader, scope: ResolvedScope, today: number): InSteps => {
  const lectures = scope.lectures === null ? undefined : JSON.stringify(scope.lectures);
  const rows =
    lectures === undefined
      ? reader.all(learningHead.everywhere, { today })
      : reader.all(learningHead.inScope, { today, lectures });
  const [first, second] = rows.map(waiting);
  // Counting reads the whole index of them: not where there is none.
  const counted =
    first === undefined
      ? undefined
      : lectures === undefined
        ? reader.get(learningCount.everywhere, { today })
        : reader.get(learningCount.inScope, { today, lectures });
  return { first, second, count: counted?.n ?? 0 };
};

/** Cards in steps of a session of one's own choice. */
export const inStepsOfSession = (reader: StoreReader, session: number, today: number): InSteps => {
  const rows = reader.all(learningOfSession, { today, session });
  const [first, second] = rows.map(waiting);
  return { first, second, count: rows.length };
};

export const inStepsByLecture = (reader: StoreReader, today: number): Map<number, number> =>
  new Map(reader.all(learningByLecture, { today }).map((row) => [row.lecture_id, row.n]));
