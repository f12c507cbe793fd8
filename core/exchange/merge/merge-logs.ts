import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

const columns = {
  reviews:
    'at, uid, utc_offset_min, study_day, rating, phase, interval_seconds, last_interval_seconds, factor, duration_ms',
  schedule_changes:
    'at, uid, utc_offset_min, study_day, kind, due_day, interval_days, interval_seconds, last_interval_seconds, factor, duration_ms',
  card_baselines:
    'at, uid, utc_offset_min, study_day, phase, step, due_at, due_day, interval_days, ease_permille, stability, difficulty, reps, lapses',
} as const;
export type Log = keyof typeof columns;

/** A review of a session this program recorded keeps it. */
const target = (log: Log): string => columns[log] + (log === 'reviews' ? ', session_id' : '');
const staged = (log: Log): string =>
  columns[log].replace(/(\w+)(,|$)/g, 's.$1$2') +
  (log === 'reviews' ? ', (SELECT x.id FROM staged.session_map x WHERE x.sid = s.session)' : '');
const ofOldCards = (log: Log): string =>
  `FROM staged.card_map m JOIN staged.${log} s ON s.card = m.sid WHERE m.state <> 'new'`;
const isThere = (log: Log): string =>
  `EXISTS (SELECT 1 FROM ${log} r WHERE r.card_id = m.id AND r.at = s.at AND r.uid = s.uid)`;

type Appended = { card_id: number; uid: Uint8Array };
const perLog = <T>(make: (log: Log) => T): Record<Log, T> => ({
  reviews: make('reviews'),
  schedule_changes: make('schedule_changes'),
  card_baselines: make('card_baselines'),
});

/** Everything of a card that is new to the store, appended in the order of the log itself. */
const addOfNewCards = perLog((log) =>
  statement<{ source: string }>(
    `merge.addLogOfNewCards.${log}`,
    `INSERT INTO ${log} (card_id, ${target(log)}, source)
     SELECT m.id, ${staged(log)}, @source FROM staged.card_map m JOIN staged.${log} s ON s.card = m.sid
     WHERE m.state = 'new' ORDER BY m.sid, s.at`,
  ),
);

/**
 * A card that the store already has gets a new baseline only where the other side says something else about queue, due
 * date or interval, and nothing happened here later. Its state is computed from the appended reviews before.
 */
const isNewsAboutDueDate = `NOT EXISTS (SELECT 1 FROM live_card_baselines b WHERE b.card_id = m.id AND b.at >= s.at)
  AND NOT EXISTS (SELECT 1 FROM live_reviews r WHERE r.card_id = m.id AND r.at > s.at)
  AND NOT EXISTS (SELECT 1 FROM live_schedule_changes x WHERE x.card_id = m.id AND x.at > s.at)
  AND NOT EXISTS (SELECT 1 FROM card_states c WHERE c.card_id = m.id AND c.phase = s.phase AND c.due_day IS s.due_day
    AND c.due_at IS s.due_at AND c.interval_days = s.interval_days)`;
const also = (log: Log): string => (log === 'card_baselines' ? `AND ${isNewsAboutDueDate}` : '');

/** What a card that the store already has gained elsewhere. */
const addOfOldCards = perLog((log) =>
  statement<{ source: string }, Appended>(
    `merge.addLogOfOldCards.${log}`,
    `INSERT INTO ${log} (card_id, ${target(log)}, source)
     SELECT m.id, ${staged(log)}, @source ${ofOldCards(log)} AND NOT ${isThere(log)} ${also(log)}
     ORDER BY m.id, s.at RETURNING card_id, uid`,
  ),
);

type Count = { n: number };
const countStaged = perLog((log) =>
  statement<Record<string, never>, Count>(
    `merge.countStagedLog.${log}`,
    `SELECT count(*) AS n FROM staged.${log}`,
  ),
);
const countOfOldCards = perLog((log) =>
  statement<Record<string, never>, Count>(
    `merge.countLogOfOldCards.${log}`,
    `SELECT count(*) AS n ${ofOldCards(log)}`,
  ),
);

/** How many staged rows there are, and how many of them are of cards that the store already had. */
export const countLog = (
  tx: WriteTransaction,
  log: Log,
  anyKnown: boolean,
): { staged: number; ofOld: number } => ({
  staged: tx.get(countStaged[log], {})?.n ?? 0,
  ofOld: anyKnown ? (tx.get(countOfOldCards[log], {})?.n ?? 0) : 0,
});

const anyUndone = statement<Record<string, never>, { found: number }>(
  'merge.anyUndoneLogRow',
  'SELECT EXISTS (SELECT 1 FROM log_undos WHERE undone = 1) AS found',
);
/** Rows that an undone import had brought: they are in the log, and count again now. */
const undoneOfOldCards = perLog((log) =>
  statement<Record<string, never>, Appended>(
    `merge.undoneLogOfOldCards.${log}`,
    `SELECT m.id AS card_id, s.uid ${ofOldCards(log)}
       AND EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = s.uid AND u.undone = 1) AND ${isThere(log)} ${also(log)}`,
  ),
);
const setUndone = statement<{ uid: Uint8Array; log: string; undone: number; now: number }>(
  'merge.setLogRowUndone',
  `INSERT INTO log_undos (target_uid, target_table, undone, created_at, updated_at) VALUES (@uid, @log, @undone, @now, @now)
   ON CONFLICT (target_uid) DO UPDATE SET undone = excluded.undone, updated_at = excluded.updated_at`,
);

/** Log rows that a merge gave to cards the store already had: what its undo takes out of force again. */
export type LogRows = { log: Log; uids: string[]; cards: number[] };

export const addLogsOfNewCards = (tx: WriteTransaction, log: Log, source: string): number => {
  tx.changed(log);
  return tx.run(addOfNewCards[log], { source });
};

/** Appends what is missing, brings back what was undone, and says which rows those are. */
export const addLogsOfOldCards = (tx: WriteTransaction, log: Log, source: string): LogRows => {
  const revived = tx.get(anyUndone, {})?.found === 1 ? tx.all(undoneOfOldCards[log], {}) : [];
  for (const { uid } of revived) tx.run(setUndone, { uid, log, undone: 0, now: tx.now });
  if (revived.length > 0) tx.changed('log_undos');
  const rows = [...revived, ...tx.all(addOfOldCards[log], { source })];
  return {
    log,
    uids: rows.map(({ uid }) => uidToHex(uid)),
    cards: [...new Set(rows.map((row) => row.card_id))],
  };
};

/** Takes log rows out of force, or puts them into force again, with the states of their cards. */
export const setLogRowsUndone = (tx: WriteTransaction, rows: readonly LogRows[], undone: boolean): void => {
  for (const { log, uids, cards } of rows) {
    for (const uid of uids) {
      tx.run(setUndone, { uid: Buffer.from(uid, 'hex'), log, undone: undone ? 1 : 0, now: tx.now });
    }
    for (const card of cards) tx.touch(log, card);
    tx.changed('log_undos');
  }
};
