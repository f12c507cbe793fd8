import { RpcError } from '../../rpc/errors.ts';
import type { Outcome } from '../../rpc/changes.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { hasOpenBases } from '../../store/derivation-bases.ts';
import { pendingDerivations } from '../../store/derivations.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import type { Undoer } from '../../store/undo.ts';
import { derivedUid } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { planReschedule, uidOfCard } from './plan-reschedule.ts';

const daySeconds = 86_400;
const uidBytes = 16;

const lastFactOfAll = statement<Record<string, never>, { at: number }>(
  'parameters.lastFactOfAll',
  `SELECT max(coalesce((SELECT max(last_at) FROM card_states), 0),
     coalesce((SELECT max(at) FROM schedule_changes), 0), coalesce((SELECT max(at) FROM card_baselines), 0)) AS at`,
);

/** Part of a plan as it crosses threads: a JSON row a card, and the uids of the changes one after the other. */
export type MovesToMake = { moves: string; uids: Uint8Array; isLast: boolean };

/** As many rows as fit into one message. */
const movesAtOnce = 100_000;

/** Plans in a worker. `operation` names this rescheduling, so that its rows have uids of their own. */
export const movesToMake = (
  reader: StoreReader,
  today: number,
  operation: string,
  skip: number,
): MovesToMake => {
  const all = planReschedule(reader, today).moves;
  const moves = all.slice(skip, skip + movesAtOnce);
  const uids = new Uint8Array(moves.length * uidBytes);
  moves.forEach(({ card }, index) =>
    uids.set(derivedUid('reschedule', operation, uidOfCard(reader, card.card)), index * uidBytes),
  );
  const rows = moves.map(({ card, dueDay }) => [card.card, dueDay, card.dueDay, card.lastDay, card.reps]);
  return { moves: JSON.stringify(rows), uids, isLast: all.length <= skip + movesAtOnce };
};

// A card that was answered since the plan was made keeps the date that the answer gave it.
const planned = `json_each(@moves) j JOIN card_states s ON s.card_id = j.value ->> 0
     AND s.queue = 2 AND s.reps = j.value ->> 4 AND s.due_day = j.value ->> 2`;

const appendChanges = statement<{
  moves: string;
  uids: Uint8Array;
  at: number;
  offset: number;
  day: number;
}>(
  'parameters.appendChanges',
  `INSERT INTO schedule_changes (card_id, at, uid, utc_offset_min, study_day, kind, due_day, interval_days,
     interval_seconds, last_interval_seconds)
   SELECT s.card_id, @at, substr(@uids, j.key * ${uidBytes} + 1, ${uidBytes}), @offset, @day, 'reschedule', j.value ->> 1,
     max(1, (j.value ->> 1) - (j.value ->> 3)), max(1, (j.value ->> 1) - (j.value ->> 3)) * ${daySeconds},
     s.interval_days * ${daySeconds}
   FROM ${planned} ORDER BY s.card_id`,
);
/** What the fold makes of these changes: date and interval, and nothing else. */
const moveStates = statement<{ at: number }>(
  'parameters.moveStates',
  `UPDATE card_states SET due_day = c.due_day, interval_days = c.interval_days
   FROM schedule_changes c WHERE c.card_id = card_states.card_id AND c.at = @at AND c.kind = 'reschedule'`,
);
const toggleChanges = statement<{ at: number; undone: number; now: number }>(
  'parameters.toggleChanges',
  `INSERT INTO log_undos (target_uid, target_table, undone, created_at, updated_at)
   SELECT uid, 'schedule_changes', @undone, @now, @now FROM schedule_changes WHERE at = @at AND kind = 'reschedule'
   ON CONFLICT (target_uid) DO UPDATE SET undone = excluded.undone, updated_at = excluded.updated_at`,
);
const awaitStates = statement<{ at: number }>(
  'parameters.awaitStates',
  `INSERT OR IGNORE INTO stale_derivations (derivation, key)
   SELECT 'card_states', card_id FROM schedule_changes WHERE at = @at AND kind = 'reschedule'`,
);

const undoName = 'parameters.reschedule';

const announce = (tx: WriteTransaction): void => tx.changed('schedule_changes', 'card_states');

/**
 * Moves the due dates to the memory in force: a change of schedule for each card, in one transaction and one step of
 * undo. The plan is made elsewhere; only its rows are written here.
 * @throws RpcError `busy` while memories are still computed with earlier parameters
 */
export const reschedule = async (
  store: Store,
  plan: (today: number, operation: string, skip: number) => Promise<MovesToMake>,
): Promise<Outcome<{ moved: number }>> => {
  if (hasOpenBases(store) || pendingDerivations(store) > 0) throw new RpcError('busy');
  const settings = readSettings(store);
  const { studyDay } = localMoment(store.clock.now(), store.clock, settings);
  const operation = Buffer.from(store.ids.uid()).toString('hex');
  const parts: MovesToMake[] = [];
  do parts.push(await plan(studyDay, operation, parts.length * movesAtOnce));
  while (parts.at(-1)?.isLast === false);
  return store.write(undoName, (tx) => {
    const { utcOffsetMin } = localMoment(tx.now, store.clock, settings);
    // One instant after every fact there is, also when the clock was set back: it is what tells these rows from others.
    const at = Math.max(tx.now, (tx.get(lastFactOfAll, {})?.at ?? 0) + 1);
    let moved = 0;
    for (const { moves, uids } of parts)
      moved += tx.run(appendChanges, { moves, uids, at, offset: utcOffsetMin, day: studyDay });
    if (moved === 0) return { moved };
    tx.run(moveStates, { at });
    tx.steps.push({ kind: 'bulk', name: undoName, data: { at } });
    announce(tx);
    return { moved };
  });
};

const toggle =
  (undone: 0 | 1): Undoer['undo'] =>
  (tx, data) => {
    const at = Number(data['at']);
    tx.run(toggleChanges, { at, undone, now: tx.now });
    tx.run(awaitStates, { at });
    tx.changed('log_undos', 'stale_derivations');
    announce(tx);
  };

export const rescheduleUndoer: Undoer = { undo: toggle(1), redo: toggle(0) };
