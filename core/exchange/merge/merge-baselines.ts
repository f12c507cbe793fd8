import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

const columns =
  'at, uid, utc_offset_min, study_day, phase, step, due_at, due_day, interval_days, ease_permille, stability, difficulty, reps, lapses';
const staged = columns.replace(/(\w+)(,|$)/g, 's.$1$2');

const addOfNewCards = statement<{ source: string }>(
  'merge.addBaselinesOfNewCards',
  `INSERT INTO card_baselines (card_id, ${columns}, source)
   SELECT m.id, ${staged}, @source FROM staged.card_map m JOIN staged.card_baselines s ON s.card = m.sid
   WHERE m.state = 'new' ORDER BY m.sid`,
);

type StagedBaseline = {
  card_id: number;
  at: number;
  uid: Uint8Array;
  utc_offset_min: number;
  study_day: number;
  phase: number;
  step: number;
  due_at: number | null;
  due_day: number | null;
  interval_days: number;
  ease_permille: number | null;
  stability: number | null;
  difficulty: number | null;
  reps: number;
  lapses: number;
};

/**
 * A card the store already has gets a new baseline only where the other side says something else about due date or
 * interval, and nothing happened here later.
 */
const changedOfOldCards = statement<Record<string, never>, StagedBaseline>(
  'merge.changedBaselinesOfOldCards',
  `SELECT m.id AS card_id, ${staged} FROM staged.card_map m JOIN staged.card_baselines s ON s.card = m.sid
     LEFT JOIN card_states c ON c.card_id = m.id
   WHERE m.state <> 'new'
     AND NOT EXISTS (SELECT 1 FROM card_baselines b WHERE b.card_id = m.id AND b.at = s.at AND b.uid = s.uid)
     AND NOT EXISTS (SELECT 1 FROM live_card_baselines b WHERE b.card_id = m.id AND b.at >= s.at)
     AND NOT EXISTS (SELECT 1 FROM live_reviews r WHERE r.card_id = m.id AND r.at > s.at)
     AND NOT EXISTS (SELECT 1 FROM live_schedule_changes x WHERE x.card_id = m.id AND x.at > s.at)
     AND (c.card_id IS NULL OR c.phase <> s.phase OR c.due_day IS NOT s.due_day OR c.due_at IS NOT s.due_at
       OR c.interval_days <> s.interval_days)`,
);

export const mergeBaselines = (tx: WriteTransaction, source: string, anyOldCard: boolean): void => {
  tx.run(addOfNewCards, { source });
  if (!anyOldCard) return;
  for (const row of tx.all(changedOfOldCards, {})) {
    tx.append('card_baselines', { ...row, source }, { owner: row.card_id });
  }
};
