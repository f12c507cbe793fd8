import type { IdSource } from '../../store/clock.ts';
import { cardStatesDerivation } from '../../study/card-states.ts';
import { RpcError } from '../../rpc/errors.ts';
import { statement } from '../../store/statements.ts';
import { markSimulated } from '../../store/profiles/simulated-mark.ts';
import { derivedUid, uidToHex } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import type { ImportOptions, ImportReport } from '../contract.ts';
import { leaveOut } from './leave-out.ts';
import { leftOutWarnings } from './left-out.ts';
import { countBefore } from './merge-days.ts';
import { addLogsOfNewCards, addLogsOfOldCards, countLog, type Log, type LogRows } from './merge-logs.ts';
import { stepsFromCards, stepsToNotes } from './merge-statements.ts';
import { adoptGhosts, restoreRows } from './restore-rows.ts';
import { settleSteps } from './settle-steps.ts';
import { updateNotes } from './update-notes.ts';

type Meta = { kind: string; label: string; warnings: string };
const stagedMeta = statement<Record<string, never>, Meta>(
  'merge.meta',
  'SELECT kind, label, warnings FROM staged.meta',
);
const mapCounts = statement<
  Record<string, never>,
  {
    notes_new: number;
    notes_old: number;
    cards_new: number;
    cards_old: number;
    cards_restored: number;
    known_cards: number;
  }
>(
  'merge.mapCounts',
  `SELECT notes_new, notes_old, cards_new, cards_old, cards_restored,
     (SELECT count(*) FROM staged.card_map WHERE state <> 'new') AS known_cards
   FROM (SELECT coalesce(sum(m.state <> 'existing'), 0) AS notes_new, coalesce(sum(m.state = 'existing'), 0) AS notes_old
         FROM staged.note_map m JOIN staged.notes s ON s.sid = m.sid WHERE s.ghost = 0),
     (SELECT coalesce(sum(m.state <> 'existing'), 0) AS cards_new, coalesce(sum(m.state = 'existing'), 0) AS cards_old,
        coalesce(sum(m.state = 'restored'), 0) AS cards_restored
      FROM staged.card_map m JOIN staged.cards s ON s.sid = m.sid WHERE s.ghost = 0)`,
);
const stagedTotals = statement<Record<string, never>, { cards: number; media: number; renamed: number }>(
  'merge.totals',
  `SELECT (SELECT count(*) FROM staged.cards WHERE ghost = 0) AS cards, (SELECT count(*) FROM staged.media) AS media,
     (SELECT count(*) FROM staged.media WHERE name <> stored_name) AS renamed`,
);
const missingTags = statement<Record<string, never>, { tag: string }>(
  'merge.missingTags',
  'SELECT DISTINCT tag FROM staged.note_tags WHERE tag NOT IN (SELECT name FROM tags)',
);
const insertTag = statement<{ uid: Uint8Array; name: string; now: number }>(
  'merge.insertTag',
  'INSERT INTO tags (uid, name, created_at, updated_at) VALUES (@uid, @name, @now, @now)',
);
const insertBatch = statement<
  { uid: Uint8Array; kind: string; label: string; counts: string; now: number },
  { id: number }
>(
  'merge.insertBatch',
  `INSERT INTO batches (uid, kind, label, counts, created_at, updated_at) VALUES (@uid, @kind, @label, @counts, @now, @now) RETURNING id`,
);
const setBatchCounts = statement<{ batch: number; counts: string }>(
  'merge.setBatchCounts',
  'UPDATE batches SET counts = @counts WHERE id = @batch',
);
const clearNoteMap = statement('merge.clearNoteMap', 'DELETE FROM staged.note_map');
const clearCardMap = statement('merge.clearCardMap', 'DELETE FROM staged.card_map');
const clearSessionMap = statement('merge.clearSessionMap', 'DELETE FROM staged.session_map');
const staleStates = statement(
  'merge.staleStates',
  `INSERT OR IGNORE INTO stale_derivations (derivation, key) SELECT 'card_states', id FROM staged.card_map WHERE state <> 'existing'`,
);
const staleNotes = statement(
  'merge.staleNotes',
  `INSERT OR IGNORE INTO stale_derivations (derivation, key) SELECT 'note_search', id FROM staged.note_map WHERE state <> 'existing'`,
);

const foldedAtOnce = 500;

/** What became of the staged rows of a log. Left out are those whose card did not come. */
type MergedLog = { added: number; existing: number; leftOut: number };
type MergedLogs = {
  reviews: MergedLog;
  changes: MergedLog;
  baselines: MergedLog;
  /** Rows that cards of the store gained. */
  appended: LogRows[];
};

/**
 * What known cards gained. A baseline is news only against the state that the new answers give, so that one is computed
 * before; nothing of it waits for a slice.
 */
const appendToKnown = (tx: WriteTransaction, source: string): LogRows[] => {
  const answered = (['reviews', 'schedule_changes'] as const).map((log) =>
    addLogsOfOldCards(tx, log, source),
  );
  const changed = [...new Set(answered.flatMap(({ cards }) => cards))];
  for (let from = 0; from < changed.length; from += foldedAtOnce) {
    cardStatesDerivation.compute(tx, changed.slice(from, from + foldedAtOnce));
  }
  const baselines = addLogsOfOldCards(tx, 'card_baselines', source);
  for (const card of baselines.cards) tx.touch('card_baselines', card);
  return [...answered, baselines];
};

/** Appends what the store does not have in force, and says which rows of known cards those are. */
const mergeLogs = (tx: WriteTransaction, source: string, anyKnown: boolean): MergedLogs => {
  const ofNew = {
    reviews: addLogsOfNewCards(tx, 'reviews', source),
    schedule_changes: addLogsOfNewCards(tx, 'schedule_changes', source),
    card_baselines: addLogsOfNewCards(tx, 'card_baselines', source),
  };
  const appended = anyKnown ? appendToKnown(tx, source) : [];
  const of = (log: Log): MergedLog => {
    const { staged, ofOld } = countLog(tx, log, anyKnown);
    const gained = appended.find((rows) => rows.log === log)?.uids.length ?? 0;
    return { added: ofNew[log] + gained, existing: ofOld - gained, leftOut: staged - ofNew[log] - ofOld };
  };
  return {
    reviews: of('reviews'),
    changes: of('schedule_changes'),
    baselines: of('card_baselines'),
    appended: appended.filter(({ uids }) => uids.length > 0),
  };
};

/** Where names clash the package's got another one while it was staged, by what was here then. */
const clashingMedia = statement<Record<string, never>, { name: string }>(
  'merge.clashingMedia',
  `SELECT s.stored_name AS name FROM staged.media s JOIN media m ON m.name = s.stored_name
   WHERE m.sha256 <> s.sha256 AND m.deleted_at IS NULL LIMIT 1`,
);

const addTags = (tx: WriteTransaction): void => {
  for (const { tag } of tx.all(missingTags, {})) {
    tx.run(insertTag, { uid: derivedUid('tag', tag), name: tag, now: tx.now });
  }
};

/** Runs steps in order and returns how many media files they added. */
const runSteps = (
  tx: WriteTransaction,
  steps: typeof stepsToNotes | typeof stepsFromCards,
  made: { batch: number; now: number; source: string },
): number => {
  let media = 0;
  for (const step of steps) {
    if ('arrange' in step) step.arrange(tx, made.batch);
    else if ('restores' in step) {
      const restored = restoreRows(tx, step, made.batch);
      if (step.restores === 'media') media += restored;
    } else {
      const changed = tx.run(step, made);
      if (step.name === 'merge.addMedia') media += changed;
    }
  }
  return media;
};

/**
 * Merges the attached staged file: everything in this transaction, derived rows afterwards in slices. What it made
 * carries one batch, so that one step of undo puts it away again.
 */
export const merge = (tx: WriteTransaction, ids: IdSource, options: ImportOptions): ImportReport => {
  const meta = tx.get(stagedMeta, {});
  if (meta === undefined) throw new Error('a staged file without its description');
  // Another picture of that name has come since: staged again, this one gets a name of its own.
  const clash = tx.get(clashingMedia, {});
  if (clash !== undefined) throw new RpcError('conflict', { media: clash.name });
  leaveOut(tx, options);
  // A merge that was cut off may have left its maps.
  tx.run(clearNoteMap, {});
  tx.run(clearCardMap, {});
  tx.run(clearSessionMap, {});
  const source = meta.kind;
  // In the write that brings it, so that an invented history never lies anywhere without saying so.
  if (source === 'simulated') markSimulated(tx);
  const uid = ids.uid();
  const batch =
    tx.get(insertBatch, { uid, kind: meta.kind, label: meta.label, counts: '{}', now: tx.now })?.id ?? 0;
  const days = countBefore(tx);
  addTags(tx);
  const made = { batch, now: tx.now, source };
  runSteps(tx, stepsToNotes, made);
  const updated = updateNotes(tx, options.notes);
  const mediaAdded = runSteps(tx, stepsFromCards, made);
  const counts = tx.get(mapCounts, {}) ?? {
    notes_new: 0,
    notes_old: 0,
    cards_new: 0,
    cards_old: 0,
    cards_restored: 0,
    known_cards: 0,
  };
  const restored = counts.cards_restored + adoptGhosts(tx, batch);
  settleSteps(tx);
  const logs = mergeLogs(tx, source, counts.known_cards > 0);
  days.countAfter(logs.reviews.leftOut === 0);
  tx.run(staleStates, {});
  tx.run(staleNotes, {});
  const data = { batch, restored, logs: JSON.stringify(logs.appended) };
  tx.steps.unshift({ kind: 'bulk', name: 'exchange.merge', data });
  if (restored > 0) tx.steps.push({ kind: 'bulk', name: 'exchange.recount', data: {} });
  tx.changed(
    'batches',
    'course_presets',
    'courses',
    'lectures',
    'learning_objectives',
    'note_types',
    'notes',
    'cards',
    'tags',
    'note_tags',
    'media',
    'study_sessions',
    'session_pauses',
    'reviews',
    'card_states',
  );
  const totals = tx.get(stagedTotals, {}) ?? { cards: 0, media: 0, renamed: 0 };
  const report: ImportReport = {
    batch: uidToHex(uid),
    label: meta.label,
    notes: { added: counts.notes_new, updated, unchanged: counts.notes_old - updated },
    cards: { added: counts.cards_new, existing: counts.cards_old },
    reviews: { added: logs.reviews.added, existing: logs.reviews.existing },
    scheduleChanges: { added: logs.changes.added, existing: logs.changes.existing },
    media: { added: mediaAdded, existing: totals.media - mediaAdded, renamed: totals.renamed },
    warnings: [
      ...(JSON.parse(meta.warnings) as ImportReport['warnings']),
      ...leftOutWarnings({
        cards: totals.cards - counts.cards_new - counts.cards_old,
        reviews: logs.reviews.leftOut,
        changes: logs.changes.leftOut,
        baselines: logs.baselines.leftOut,
      }),
    ],
  };
  tx.run(setBatchCounts, { batch, counts: JSON.stringify(report) });
  return report;
};
