import type { ResolvedScope } from '../library/scope.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import type { DayLimits } from './day-limits.ts';
import type { EffectiveValues } from './presets/contract.ts';
import { fuzzFactor } from './scheduler/fuzz.ts';
import { orderReviews } from './scheduler/queue-order.ts';

/** A card that may come today. */
export type Candidate = { card: number; lecture: number; note: number };

type DueRow = {
  card_id: number;
  lecture_id: number;
  note_id: number;
  stability: number | null;
  last_day: number | null;
  due_day: number;
  interval_days: number;
};

/** A state that an older program wrote does not say its note; its card does. */
const noteOf = `coalesce(note_id, (SELECT note_id FROM cards WHERE id = card_id)) AS note_id`;
const notBuried = '(buried_on IS NULL OR buried_on <> @today)';

const dueReviews = statement<{ today: number }, DueRow>(
  'study.dueReviews',
  `SELECT card_id, lecture_id, ${noteOf}, stability, last_day, due_day, interval_days FROM card_states
   WHERE queue = 2 AND due_day <= @today AND ${notBuried}`,
);
const newOfLecture = statement<
  { today: number; lecture: number },
  { card_id: number; note_id: number; position: number }
>(
  'study.newOfLecture',
  `SELECT card_id, ${noteOf}, position FROM card_states
   WHERE queue = 0 AND lecture_id = @lecture AND ${notBuried} ORDER BY position, card_id`,
);
const lecturesWithNew = statement<Record<string, never>, { lecture_id: number }>(
  'study.lecturesWithNew',
  // One step in the index for each lecture, however many new cards it has.
  `SELECT l.id AS lecture_id FROM lectures l
   WHERE EXISTS (SELECT 1 FROM card_states s WHERE s.queue = 0 AND s.lecture_id = l.id)`,
);
const notesSeen = statement<{ today: number }, { note_id: number }>(
  'study.notesSeen',
  `SELECT ${noteOf} FROM card_states WHERE last_day = @today
   UNION SELECT ${noteOf} FROM card_states WHERE queue = 1`,
);

/** Notes of which a card was answered today, or is in steps and will be. */
export const seenNotes = (reader: StoreReader, today: number): Set<number> =>
  new Set(reader.all(notesSeen, { today }).map((row) => row.note_id));

export const inScope = (scope: ResolvedScope): ((row: { lecture_id: number }) => boolean) => {
  if (scope.lectures === null) return () => true;
  const lectures = new Set(scope.lectures);
  return (row) => lectures.has(row.lecture_id);
};

const toCandidate = (row: { card_id: number; lecture_id: number; note_id: number }): Candidate => ({
  card: row.card_id,
  lecture: row.lecture_id,
  note: row.note_id,
});

const byHash =
  (today: number) =>
  (a: { card_id: number }, b: { card_id: number }): number =>
    fuzzFactor(a.card_id, today) - fuzzFactor(b.card_id, today);

/** Positions of rows as the preset wants them; ties, and the whole order by default, by retrievability. */
const ordered = (rows: readonly DueRow[], order: EffectiveValues['reviewOrder'], today: number): DueRow[] => {
  if (order === 'random') return rows.toSorted(byHash(today));
  const positions = orderReviews(
    {
      cardIds: Float64Array.from(rows, (row) => row.card_id),
      stability: Float64Array.from(rows, (row) => row.stability ?? Number.NaN),
      lastDay: Int32Array.from(rows, (row) => row.last_day ?? today),
    },
    today,
  );
  const byMemory = Array.from(positions, (position) => rows[position]!); // positions of these rows
  if (order === 'due') return byMemory.sort((a, b) => a.due_day - b.due_day);
  if (order === 'interval') return byMemory.sort((a, b) => a.interval_days - b.interval_days);
  return byMemory;
};

/** Reviews due in a scope, in the order of the preset. */
export const dueCandidates = (
  reader: StoreReader,
  scope: ResolvedScope,
  today: number,
  order: EffectiveValues['reviewOrder'],
): Candidate[] => {
  const fits = inScope(scope);
  return ordered(
    reader.all(dueReviews, { today }).filter((row) => fits(row)),
    order,
    today,
  ).map(toCandidate);
};

/**
 * New cards of a scope in their order, from each lecture no more than the limits could let through: there may be
 * 100,000 of them. `countsAs` names what a card counts as (its note, where siblings are buried; undefined where it would
 * not come anyway), so that siblings do not use up the number.
 */
export const newCandidates = (
  reader: StoreReader,
  scope: ResolvedScope,
  today: number,
  order: EffectiveValues['newOrder'],
  limits: DayLimits,
  countsAs: (candidate: Candidate) => number | undefined,
): Candidate[] => {
  const fits = inScope(scope);
  const found: (Candidate & { card_id: number; position: number })[] = [];
  for (const lecture of reader.all(lecturesWithNew, {}).filter((row) => fits(row))) {
    const room = limits.room('newCards', lecture.lecture_id);
    if (room <= 0) continue;
    const params = { today, lecture: lecture.lecture_id };
    const rows =
      order === 'random'
        ? reader.all(newOfLecture, params).sort(byHash(today))
        : reader.iterate(newOfLecture, params);
    const counted = new Set<number>();
    for (const row of rows) {
      const candidate = {
        ...toCandidate({ ...row, ...lecture }),
        card_id: row.card_id,
        position: row.position,
      };
      found.push(candidate);
      const key = countsAs(candidate);
      if (key !== undefined) counted.add(key);
      if (counted.size >= room) break;
    }
  }
  return order === 'random'
    ? found.sort(byHash(today))
    : found.sort((a, b) => a.position - b.position || a.card - b.card);
};
