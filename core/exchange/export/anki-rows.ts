import type { CardRow, LogRow, NoteRow } from './rows-of-library.ts';
import { guidOfUid } from './own-guid.ts';

/** What the days of a package count from, and what steps are left of. */
export type PackageDays = { today: number; dayZero: number };

const daySeconds = 86_400;

/** A GUID from Anki is kept as it is. Two notes that a tool gave the same one were told apart by their uid here. */
export const guidOf = (note: NoteRow, isTaken: (guid: string) => boolean): string =>
  note.source === 'anki' && note.source_id !== null && !isTaken(note.source_id)
    ? note.source_id
    : guidOfUid(note.uid);

/** Epoch seconds of the last change: here, or there when it was not touched here since it came. */
export const noteModifiedAt = (note: NoteRow): number => {
  if (note.source_modified_at !== null) return Math.floor(note.source_modified_at / 1000);
  const untouched = note.imported_at !== null && note.updated_at <= note.imported_at;
  return Math.floor((untouched ? note.created_at : note.updated_at) / 1000);
};

/** Columns of Anki's `cards` from type to data. */
export type AnkiCardColumns = {
  mod: number;
  type: number;
  queue: number;
  due: number;
  ivl: number;
  factor: number;
  reps: number;
  lapses: number;
  left: number;
  flags: number;
  data: string;
};

const queueOf = (card: CardRow, today: number): number => {
  if (card.suspended === 1) return -1;
  if (card.buried_on === today) return -2;
  if (card.phase === 0 || card.phase === 2) return card.phase;
  return card.due_at === null ? 3 : 1;
};

const dueOf = (card: CardRow, dayZero: number): number => {
  if (card.phase === 0) return card.position;
  return card.due_at === null ? (card.due_day ?? dayZero) - dayZero : Math.floor(card.due_at / 1000);
};

/** Steps that are left, today's among them, as Anki packs them. */
const leftOf = (card: CardRow, steps: readonly number[]): number => {
  if (card.phase !== 1 && card.phase !== 3) return 0;
  const left = Math.max(1, steps.length - card.step);
  return left * 1000 + left;
};

/**
 * A card's schedule in Anki's columns.
 * @param steps learning or relearning steps in force where the card lies, and `desiredRetention` there
 */
export const scheduledColumns = (
  card: CardRow,
  steps: readonly number[],
  desiredRetention: number,
  days: PackageDays,
  now: number,
): AnkiCardColumns => {
  const isBuried = card.buried_on === days.today;
  return {
    mod: Math.floor(
      (isBuried ? now : Math.max(card.last_at ?? 0, card.baseline_at ?? 0) || card.created_at) / 1000,
    ),
    type: card.phase,
    queue: queueOf(card, days.today),
    due: dueOf(card, days.dayZero),
    ivl: card.interval_days,
    factor: card.phase === 0 ? 0 : (card.ease_permille ?? 2500),
    reps: card.reps,
    lapses: card.lapses,
    left: leftOf(card, steps),
    flags: card.flag,
    data:
      card.stability === null || card.difficulty === null
        ? '{}'
        : JSON.stringify({
            s: card.stability,
            d: card.difficulty,
            dr: desiredRetention,
            ...(card.last_at === null ? {} : { lrt: Math.floor(card.last_at / 1000) }),
          }),
  };
};

/** The card as somebody else gets it: new, in its place. */
export const freshColumns = (card: CardRow, position: number): AnkiCardColumns => ({
  mod: Math.floor(card.created_at / 1000),
  type: 0,
  queue: 0,
  due: position,
  ivl: 0,
  factor: 0,
  reps: 0,
  lapses: 0,
  left: 0,
  flags: 0,
  data: '{}',
});

/** Columns of Anki's `revlog` from ease to type. */
export type AnkiLogColumns = {
  ease: number;
  ivl: number;
  lastIvl: number;
  factor: number;
  time: number;
  type: number;
};

/** Days when positive, seconds when negative. */
const rawInterval = (seconds: number): number => (seconds > 0 ? Math.round(seconds / daySeconds) : seconds);

/** Our phases 0 to 4 are Anki's types 0 (learning, and new among it) to 3. */
const typeOfPhase = [0, 0, 1, 2, 3] as const;
const [manual, rescheduled, filtered] = [4, 5, 3];

const changeColumns = (row: LogRow, lastIvl: number): AnkiLogColumns => {
  const common = { ease: 0, lastIvl, time: row.duration_ms };
  if (row.kind === 'forget') return { ...common, ivl: 0, factor: 0, type: manual };
  const ivl = row.interval_days ?? rawInterval(row.interval_seconds ?? 0);
  // Anki knows a new due date and a new interval. What vacations and postponements do is the latter; the card's own
  // columns say when it is due.
  return row.kind === 'set_due'
    ? { ...common, ivl, factor: row.factor === 0 ? 2500 : row.factor, type: manual }
    : { ...common, ivl, factor: row.factor, type: rescheduled };
};

/** One row of the log. Practice that schedules nothing is a filtered answer with factor 0 there. */
export const logColumns = (row: LogRow): AnkiLogColumns => {
  const lastIvl = rawInterval(row.last_interval_seconds);
  if (row.rating === null) return changeColumns(row, lastIvl);
  const isPractice = row.interval_seconds === null;
  const type = isPractice ? filtered : (typeOfPhase[row.phase] ?? 1);
  return {
    ease: row.rating,
    ivl: isPractice ? lastIvl : rawInterval(row.interval_seconds ?? 0),
    lastIvl,
    factor: isPractice ? 0 : type === filtered && row.factor === 0 ? 2500 : row.factor,
    time: row.duration_ms,
    type,
  };
};
