import type { ResolvedScope } from '../library/scope.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import type { DayLimits } from './day-limits.ts';
import type { EffectiveValues } from './presets/contract.ts';
import { fuzzFactor } from './scheduler/fuzz.ts';

/** A card that may come today. */
export type Candidate = { card: number; lecture: number; note: number };

/** A state that an older program wrote does not say its note; its card does. */
const noteOf = `coalesce(note_id, (SELECT note_id FROM cards WHERE id = card_id)) AS note_id`;
const notBuried = '(buried_on IS NULL OR buried_on <> @today)';

type DueRow = { card_id: number; lecture_id: number; note_id: number };
/**
 * Retrievability falls strictly with elapsed days / stability under one set of parameters, so that quotient is sorted and
 * no power computed. Under a backlog this order keeps most: a card still likely to be recalled gains most by being seen
 * before it is forgotten, and one long overdue loses little by waiting (open-spaced-repetition's simulations of review
 * orders find the same). Cards without a memory come last; ties fall differently every day.
 */
const byMemory =
  'stability IS NULL, max(0, @today - last_day) / stability, (card_id * 2654435761 + @today * 40503) % 4294967291';
const reviewOrders = {
  retrievability: byMemory,
  due: `due_day, ${byMemory}`,
  interval: `interval_days, ${byMemory}`,
  random: '(card_id * (2654435761 + 2 * @today)) % 4294967291',
} as const;
const isDue = `queue = 2 AND due_day <= @today AND ${notBuried}`;
const ofScope = 'lecture_id IN (SELECT value FROM json_each(@lectures))';
const listDue = (name: string, condition: string, order: keyof typeof reviewOrders) =>
  statement<{ today: number; lectures: string | null; limit: number; offset: number }, DueRow>(
    `study.due.${name}.${order}`,
    // The order is found in the index of due cards; rows are read for those it found, in that order (CROSS JOIN keeps it).
    `SELECT s.card_id, s.lecture_id, coalesce(s.note_id, (SELECT note_id FROM cards WHERE id = s.card_id)) AS note_id
     FROM (SELECT card_id FROM card_states WHERE ${condition}
           ORDER BY ${reviewOrders[order]} LIMIT @limit OFFSET @offset) found
     CROSS JOIN card_states s ON s.card_id = found.card_id`,
  );
const dueIn = (name: string, condition: string) => ({
  retrievability: listDue(name, condition, 'retrievability'),
  due: listDue(name, condition, 'due'),
  interval: listDue(name, condition, 'interval'),
  random: listDue(name, condition, 'random'),
});
/** The whole library is asked without its lectures: no row is compared with a list then. */
const due = { everywhere: dueIn('everywhere', isDue), inScope: dueIn('inScope', `${isDue} AND ${ofScope}`) };
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
const siblingSeen = statement<{ note: number; card: number; today: number }, { found: number }>(
  'study.siblingSeen',
  `SELECT EXISTS (SELECT 1 FROM cards c JOIN card_states s ON s.card_id = c.id
     WHERE c.note_id = @note AND c.id <> @card AND (s.last_day = @today OR s.queue = 1)) AS found`,
);

/** Whether another card of the note was answered today, or is in steps and will be. */
export const isSiblingSeen = (reader: StoreReader, { note, card }: Candidate, today: number): boolean =>
  reader.get(siblingSeen, { note, card, today })?.found === 1;

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

/** Some more than could be taken: siblings of a note are passed over. */
const firstLook = (most: number): number => 2 * most + 100;

/**
 * Reviews due in a scope, in the order of the preset, for as long as they are taken. There may be 50,000 of them: first
 * only so many as `most` taken ones need are looked for, because SQLite finds the first of an order faster than all.
 */
export function* dueCandidates(
  reader: StoreReader,
  scope: ResolvedScope,
  today: number,
  order: EffectiveValues['reviewOrder'],
  most: number,
): Generator<Candidate> {
  const lectures = scope.lectures === null ? null : JSON.stringify(scope.lectures);
  const found = (lectures === null ? due.everywhere : due.inScope)[order];
  const first = firstLook(most);
  const rows = reader.all(found, { today, lectures, limit: first, offset: 0 });
  for (const row of rows) yield toCandidate(row);
  if (rows.length < first) return;
  for (const row of reader.all(found, { today, lectures, limit: -1, offset: first })) yield toCandidate(row);
}

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
